package yui.stats;

import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import yui.communities.Communities;
import yui.communities.Community;
import yui.core.CommunityId;
import yui.core.Days;
import yui.core.FiscalYear;
import yui.core.Lang;
import yui.db.Tx;
import yui.web.Answer;
import yui.web.Api;
import yui.web.Request;
import yui.web.Sheet;
import yui.web.Words;

/** A community's figures over HTTP, and those of all communities. */
public final class FiguresRoutes {
  private final Communities communities;
  private final Words words;

  public FiguresRoutes(Communities communities, Words words) {
    this.communities = communities;
    this.words = words;
  }

  public void bind(Api api) {
    api.readStale("getFigures", (request, tx) -> Answer.ok(read(request, tx)));
    api.readStale("exportFigures", this::file);
    api.readStale(
        "getAllFigures",
        (request, tx) -> Answer.ok(AllAnswered.of(all(request, tx), communities.all(tx))));
    api.readStale("exportAllFigures", this::allFile);
  }

  private Answer file(Request request, Tx tx) {
    Figures figures = read(request, tx);
    Sheet sheet = FiguresSheet.of(figures, words);
    String name = "figures-" + figures.year();
    return request.query("format").orElse("csv").equals("xlsx")
        ? Answer.file(Sheet.XLSX_TYPE, name + ".xlsx", sheet.xlsx())
        : Answer.file(Sheet.CSV_TYPE, name + ".csv", sheet.csv());
  }

  private static AllFigures all(Request request, Tx tx) {
    FiscalYear year = FiscalYear.asked(request.query("year"), Days.of(tx.now()));
    return Counting.readAll(tx, request.caller(), year);
  }

  private Answer allFile(Request request, Tx tx) {
    AllFigures figures = all(request, tx);
    Sheet sheet = FiguresSheet.of(figures, communities.all(tx), words);
    String name = "figures-all-" + figures.year();
    return request.query("format").orElse("csv").equals("xlsx")
        ? Answer.file(Sheet.XLSX_TYPE, name + ".xlsx", sheet.xlsx())
        : Answer.file(Sheet.CSV_TYPE, name + ".csv", sheet.csv());
  }

  /** All figures with the communities' names. */
  record AllAnswered(int year, List<Month> months, Line total, List<OfCommunity> communities) {
    record Line(AllFigures.Work work, AllFigures.@Nullable Came came) {
      static Line of(AllFigures.Line line) {
        return new Line(line.work(), line.came());
      }
    }

    record Month(YearMonth month, AllFigures.Work work, AllFigures.@Nullable Came came) {}

    record OfCommunity(
        CommunityId communityId,
        String name,
        AllFigures.Work work,
        AllFigures.@Nullable Came came) {}

    static AllAnswered of(AllFigures figures, List<Community> all) {
      List<OfCommunity> told = new ArrayList<>();
      for (Community community : all) {
        AllFigures.Line line = figures.communities().get(community.id().value());
        if (line == null) continue;
        told.add(
            new OfCommunity(community.id(), community.name(Lang.JA), line.work(), line.came()));
      }
      return new AllAnswered(
          figures.year(),
          figures.months().stream()
              .map(m -> new Month(m.month(), m.line().work(), m.line().came()))
              .toList(),
          Line.of(figures.total()),
          told);
    }
  }

  private Figures read(Request request, Tx tx) {
    CommunityId community = new CommunityId(request.id("communityId"));
    communities.get(tx, community);
    FiscalYear year = FiscalYear.asked(request.query("year"), Days.of(tx.now()));
    return Counting.read(tx, request.caller(), community, year);
  }
}
