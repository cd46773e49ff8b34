package yui.audits;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import yui.core.CommunityId;
import yui.core.Days;
import yui.db.Tx;
import yui.web.Answer;
import yui.web.Api;
import yui.web.Cursor;
import yui.web.Request;

/** The operation that searches the audit log. */
public final class AuditSearchRoutes {
  record About(String name, String value) {}

  record Deed(
      UUID id,
      OffsetDateTime at,
      String deed,
      @Nullable UUID personId,
      String who,
      List<About> about) {
    static Deed of(AuditSearch.Line line) {
      return new Deed(
          line.id(),
          Days.at(line.at()),
          line.deed(),
          line.personId(),
          line.who(),
          parts(line.about()));
    }
  }

  record Page(@Nullable Boolean isCut, List<Deed> items, @Nullable String nextCursor) {}

  private static List<About> parts(Map<String, String> about) {
    return about.entrySet().stream().map(p -> new About(p.getKey(), p.getValue())).toList();
  }

  public void bind(Api api) {
    api.look("searchAudit", AuditSearchRoutes::search);
  }

  private static Answer search(Request request, Tx tx) {
    int limit = request.limit();
    AuditSearch.Found found =
        AuditSearch.find(
            tx,
            request.caller(),
            new AuditSearch.Query(
                new CommunityId(request.id("communityId")),
                request.query("q").filter(q -> !q.isBlank()).orElse(null),
                request.query("deed").orElse(null),
                request.query("from").map(LocalDate::parse).orElse(null),
                request.query("to").map(LocalDate::parse).orElse(null),
                request.query("cursor").map(Cursor::decodeId).orElse(null),
                limit + 1));
    Cursor<Deed> page =
        Cursor.cut(found.lines(), limit, line -> line.id().toString()).map(Deed::of);
    return Answer.ok(new Page(found.isCut() ? true : null, page.items(), page.nextCursor()));
  }
}
