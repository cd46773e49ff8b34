package yui.ledger;

import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import yui.core.Days;
import yui.core.Refusal;
import yui.db.Tx;
import yui.web.Answer;
import yui.web.Api;
import yui.web.Cursor;
import yui.web.Request;

/** The operations about the months of a community's books. */
public final class PeriodRoutes {
  private final Periods periods = new Periods();

  public void bind(Api api) {
    api.read("listPeriods", this::list);
    api.write("closePeriod", this::close);
  }

  private Answer list(Request request, Tx tx) {
    int limit = request.limit();
    YearMonth before = request.query("cursor").map(PeriodRoutes::place).orElse(null);
    List<Periods.Period> found =
        periods.list(tx, request.caller(), LedgerRoutes.community(request), before, limit + 1);
    Map<UUID, String> names =
        Naming.persons(tx, found.stream().map(p -> p.closedBy().value()).toList());
    return Answer.ok(
        Cursor.cut(found, limit, p -> p.month().toString()).map(p -> Shown.of(p, names)));
  }

  private Answer close(Request request, Tx tx) {
    Periods.Period closed =
        periods.close(
            tx,
            request.caller(),
            LedgerRoutes.community(request),
            request.body(Entry.class).month());
    return Answer.created(Shown.of(closed, Naming.persons(tx, List.of(closed.closedBy().value()))));
  }

  private static YearMonth place(String cursor) {
    try {
      return YearMonth.parse(Cursor.decode(cursor));
    } catch (DateTimeException e) {
      throw Refusal.invalid("#/query/cursor", "cursor_unknown");
    }
  }

  record Entry(YearMonth month) {}

  record Shown(String month, OffsetDateTime closedAt, String closedBy, int openPromises) {
    static Shown of(Periods.Period p, Map<UUID, String> names) {
      return new Shown(
          p.month().toString(),
          Days.at(p.closedAt()),
          names.getOrDefault(p.closedBy().value(), ""),
          p.openPromises());
    }
  }
}
