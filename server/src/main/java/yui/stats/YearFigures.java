package yui.stats;

import java.util.LinkedHashMap;
import java.util.Map;
import yui.core.Caller;
import yui.core.CommunityId;
import yui.core.FiscalYear;
import yui.db.Database;
import yui.db.Scope;
import yui.web.Sheet;
import yui.web.Words;

/** A community's figures of one fiscal year as files, for the operator's archive. */
public final class YearFigures {
  private final Database database;
  private final Words words;

  public YearFigures(Database database, Words words) {
    this.database = database;
    this.words = words;
  }

  public Map<String, byte[]> of(Caller auditor, CommunityId community, FiscalYear year) {
    Figures figures =
        database.readAtLength(Scope.ofSystem(), tx -> Counting.read(tx, auditor, community, year));
    Sheet sheet = FiguresSheet.of(figures, words);
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("figures.csv", sheet.csv());
    files.put("figures.xlsx", sheet.xlsx());
    return files;
  }
}
