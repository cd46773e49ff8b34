package yui.people;

import io.vertx.sqlclient.Row;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import yui.core.Lang;
import yui.db.Tx;

/** The lists of skills and licences, the same for every community. */
public final class Skills {
  /** A group of skills, for a form's headings. */
  public record Heading(String code, String ja, String en) {
    public String name(Lang lang) {
      return lang.isEnglish() ? en : ja;
    }
  }

  private static final int ALL = 10_000;

  // Only a migration changes the list, and migrations run before anybody asks.
  private volatile @Nullable List<Skill> known;

  /** In the order of the list. */
  public List<Skill> skills(Tx tx) {
    List<Skill> list = known;
    if (list == null) {
      list = List.copyOf(skills(tx, "", ALL));
      known = list;
    }
    return list;
  }

  private static final String SKILLS =
      """
      select code, group_code, ja, en, easy, synonyms, safety_class, licences
      from skills
      where sort > coalesce((select sort from skills where code = $1), -1)
      order by sort limit $2
      """;

  List<Skill> skills(Tx tx, String after, int limit) {
    return tx.list(SKILLS, Skill::of, after, limit);
  }

  /** In the order of the list. */
  public List<Licence> licences(Tx tx) {
    return licences(tx, "", ALL);
  }

  private static final String LICENCES =
      """
      select code, ja, en, easy from licences
      where sort > coalesce((select sort from licences where code = $1), -1)
      order by sort limit $2
      """;

  List<Licence> licences(Tx tx, String after, int limit) {
    return tx.list(LICENCES, Licence::of, after, limit);
  }

  private static final String HEADINGS = "select code, ja, en from skill_groups order by sort";

  public List<Heading> headings(Tx tx) {
    return tx.list(
        HEADINGS,
        row -> new Heading(row.getString("code"), row.getString("ja"), row.getString("en")));
  }

  private static final String SKILL_CODES = "select code from skills";

  public Set<String> knownSkills(Tx tx) {
    return codes(tx.rows(SKILL_CODES));
  }

  private static final String LICENCE_CODES = "select code from licences";

  public Set<String> knownLicences(Tx tx) {
    return codes(tx.rows(LICENCE_CODES));
  }

  private static Set<String> codes(List<Row> rows) {
    Set<String> codes = new HashSet<>();
    for (Row row : rows) codes.add(row.getString("code"));
    return codes;
  }
}
