package yui.stats;

import yui.communities.Communities;
import yui.core.CommunityId;
import yui.core.Days;
import yui.core.FiscalYear;
import yui.db.Tx;
import yui.web.Answer;
import yui.web.Api;
import yui.web.Request;
import yui.web.Sheet;
import yui.web.Words;

/** A community's figures over HTTP. */
public final class FiguresRoutes {
  private final Communities communities;
  private final Words words;

  public FiguresRoutes(Communities communities, Words words) {
    this.communities = communities;
    this.words = words;
  }

  public void bind(Api api) {
    api.read("getFigures", (request, tx) -> Answer.ok(read(request, tx)));
    api.read("exportFigures", this::file);
  }

  private Answer file(Request request, Tx tx) {
    Figures figures = read(request, tx);
    Sheet sheet = FiguresSheet.of(figures, words);
    String name = "figures-" + figures.year();
    return request.query("format").orElse("csv").equals("xlsx")
        ? Answer.file(Sheet.XLSX_TYPE, name + ".xlsx", sheet.xlsx())
        : Answer.file(Sheet.CSV_TYPE, name + ".csv", sheet.csv());
  }

  private Figures read(Request request, Tx tx) {
    CommunityId community = new CommunityId(request.id("communityId"));
    communities.get(tx, community);
    FiscalYear year = FiscalYear.asked(request.query("year"), Days.of(tx.now()));
    return Counting.read(tx, request.caller(), community, year);
  }
}
