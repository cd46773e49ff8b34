package yui.sheets;

import java.time.LocalDate;
import java.util.UUID;
import yui.core.CommunityId;
import yui.core.Days;
import yui.core.GroupId;
import yui.db.Tx;
import yui.web.Answer;
import yui.web.Api;
import yui.web.Request;

/** The village's sheets over HTTP. */
public final class SheetRoutes {
  private final Sheets sheets;

  public SheetRoutes(Sheets sheets) {
    this.sheets = sheets;
  }

  public void bind(Api api) {
    api.read("getCircular", this::circular);
    api.read("getThanksSheet", this::thanks);
  }

  private Answer circular(Request request, Tx tx) {
    return Answer.ok(
        sheets.circular(
            tx,
            request.caller(),
            new CommunityId(request.id("communityId")),
            request.query("groupId").map(UUID::fromString).map(GroupId::new),
            request.query("from").map(LocalDate::parse).orElseGet(() -> Days.of(tx.now())),
            request.query("weeks").map(Integer::parseInt).orElse(2)));
  }

  private Answer thanks(Request request, Tx tx) {
    return Answer.ok(
        sheets.thanks(
            tx,
            request.caller(),
            new CommunityId(request.id("communityId")),
            new GroupId(request.id("groupId")),
            LocalDate.parse(request.query("from").orElseThrow()),
            LocalDate.parse(request.query("to").orElseThrow())));
  }
}
