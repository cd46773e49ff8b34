package yui.ledger;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import yui.core.CommunityId;
import yui.core.Days;
import yui.core.FiscalYear;
import yui.core.PersonId;
import yui.core.Refusal;
import yui.db.Tx;
import yui.web.Answer;
import yui.web.Api;
import yui.web.Cursor;
import yui.web.Request;
import yui.web.Sheet;
import yui.web.Words;

/** The operations about funds. */
public final class FundRoutes {
  private static final int MOST = 1_000;

  private final Funds funds = new Funds();
  private final Words words;

  public FundRoutes(Words words) {
    this.words = words;
  }

  public void bind(Api api) {
    api.read("listFunds", this::list);
    api.write(
        "addFund",
        (request, tx) ->
            Answer.created(
                funds.open(
                    tx, request.caller(), community(request), request.body(Funds.Opening.class))));
    api.read("getFund", this::get);
    api.write(
        "limitFund",
        (request, tx) ->
            Answer.ok(
                funds.limit(
                    tx,
                    request.caller(),
                    community(request),
                    fund(request),
                    request.body(Funds.Limits.class))));
    api.write(
        "closeFund",
        (request, tx) ->
            Answer.ok(
                funds.close(
                    tx,
                    request.caller(),
                    community(request),
                    fund(request),
                    request.body(Reason.class).reason())));
    api.read("fundReport", this::report);
  }

  private Answer list(Request request, Tx tx) {
    CommunityId community = community(request);
    Rights.readFunds(request.caller(), community);
    int limit = request.limit();
    List<Fund> found = funds.list(tx, community, Places.id(request).orElse(null), limit + 1);
    return Answer.ok(Cursor.cut(found, limit, fund -> fund.id().toString()));
  }

  private Answer get(Request request, Tx tx) {
    CommunityId community = community(request);
    Rights.readFunds(request.caller(), community);
    Fund fund = funds.find(tx, community, fund(request)).orElseThrow(Refusal::notFound);
    List<Funds.Decision> decisions = funds.decisions(tx, fund.id());
    Map<UUID, String> names = deciders(tx, decisions);
    return Answer.ok(new Whole(fund, decisions.stream().map(d -> Decided.of(d, names)).toList()));
  }

  /** What those who decided are called. */
  static Map<UUID, String> deciders(Tx tx, List<Funds.Decision> decisions) {
    return Naming.persons(
        tx,
        decisions.stream()
            .map(Funds.Decision::decidedBy)
            .filter(Objects::nonNull)
            .map(PersonId::value)
            .toList());
  }

  private Answer report(Request request, Tx tx) {
    CommunityId community = community(request);
    Rights.read(request.caller(), community);
    FiscalYear year = FiscalYear.asked(request.query("year"), Days.of(tx.now()));
    List<FundFigures.Line> lines =
        FundFigures.of(tx, community, funds.list(tx, community, null, MOST), year);
    Sheet sheet = FundSheet.of(lines, year, words);
    String name = "funds-" + year.year();
    return request.query("format").orElse("csv").equals("xlsx")
        ? Answer.file(Sheet.XLSX_TYPE, name + ".xlsx", sheet.xlsx())
        : Answer.file(Sheet.CSV_TYPE, name + ".csv", sheet.csv());
  }

  private static CommunityId community(Request request) {
    return LedgerRoutes.community(request);
  }

  private static FundId fund(Request request) {
    return new FundId(request.id("fundId"));
  }

  record Reason(String reason) {}

  record Whole(Fund fund, List<Decided> decisions) {}

  record Decided(
      int number,
      Funds.Deed deed,
      @Nullable Long limit,
      @Nullable Long softLimit,
      String reason,
      @Nullable String decidedBy,
      OffsetDateTime decidedAt) {
    static Decided of(Funds.Decision d, Map<UUID, String> names) {
      PersonId by = d.decidedBy();
      return new Decided(
          d.number(),
          d.deed(),
          d.limit(),
          d.softLimit(),
          d.reason(),
          by == null ? null : names.get(by.value()),
          Days.at(d.decidedAt()));
    }
  }
}
