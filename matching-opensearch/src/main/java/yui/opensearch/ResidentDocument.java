package yui.opensearch;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import yui.engine.Licence;
import yui.engine.ResidentRow;
import yui.engine.SkillLevel;
import yui.engine.Thanks;

/**
 * A resident as the cluster keeps them: tokens and places that narrow, and the row that decides.
 */
final class ResidentDocument {
  static final String TOKENS = "is";
  static final String FOUND_BY_ALL = "found:*";
  static final String WISHLESS = "wish:*";

  /** Classes of limits, so that one circle a class narrows who comes so far. */
  private static final double[] MOST_KM = {5, 10, 20, 30, 50, 80, 100, 150, 200, 300, 500, 1000};

  private static final int ANY = MOST_KM.length;

  /** What a number among ranks keeps of its 23 bits. */
  private static final int LOST_BITS = 15;

  private ResidentDocument() {}

  static Map<String, Object> of(ResidentRow row) {
    Map<String, Object> doc = new LinkedHashMap<>();
    doc.put("id", row.id().toString());
    doc.put(TOKENS, tokens(row));
    doc.put(
        "places",
        row.anchors().stream()
            .map(anchor -> Clauses.point(anchor.place().mesh()))
            .distinct()
            .toList());
    doc.put("reach", reach(row.maxDistanceKm()));
    doc.put("odds", odds(row.attended(), row.committed()));
    doc.put("reliability", (row.attended() + 3.0) / (row.committed() + 4.0));
    doc.put("row", RowJson.of(row));
    return doc;
  }

  /** Whether hosts of any community may find them. */
  static boolean isKept(ResidentRow row) {
    return row.active() && (row.findable().byAll() || !row.findable().communities().isEmpty());
  }

  private static List<String> tokens(ResidentRow row) {
    List<String> tokens = new ArrayList<>();
    if (row.findable().byAll()) tokens.add(FOUND_BY_ALL);
    row.findable().communities().forEach(id -> tokens.add(foundBy(id)));
    for (SkillLevel skill : row.skills()) {
      for (int level = 1; level <= skill.level(); level++) tokens.add(can(skill.code(), level));
    }
    for (Licence licence : row.licences()) tokens.add(holds(licence.code()));
    row.freeHalfDays().forEach(halfDay -> tokens.add(free(halfDay)));
    row.wishes().forEach(kind -> tokens.add(wish(kind)));
    if (row.wishes().isEmpty()) tokens.add(WISHLESS);
    return tokens;
  }

  static String foundBy(UUID community) {
    return "found:" + community;
  }

  static String can(String skill, int level) {
    return "can:" + level + ":" + skill;
  }

  static String holds(String licence) {
    return "holds:" + licence;
  }

  static String free(int halfDay) {
    return "free:" + halfDay;
  }

  static String wish(Thanks kind) {
    return "wish:" + kind;
  }

  static int reach(@Nullable Double limitKm) {
    int reach = ANY;
    while (limitKm != null && reach > 0 && limitKm <= MOST_KM[reach - 1]) reach--;
    return reach;
  }

  static int reaches() {
    return ANY + 1;
  }

  /** Infinite for those who told no limit, or a large one. */
  static double mostKm(int reach) {
    return reach == ANY ? Double.POSITIVE_INFINITY : MOST_KM[reach];
  }

  /**
   * The share of slots attended, (attended + 3) ÷ (committed + 4), as s for which it is s ÷ (s +
   * 1); rounded up to what the cluster keeps of a number, so that it promises too much rather than
   * too little.
   */
  static float odds(int attended, int committed) {
    double odds = (attended + 3.0) / (committed - attended + 1.0);
    int bits = Float.floatToIntBits((float) odds);
    if (Float.intBitsToFloat(bits) < odds) bits++;
    int kept = bits >>> LOST_BITS << LOST_BITS;
    return Float.intBitsToFloat(kept == bits ? kept : kept + (1 << LOST_BITS));
  }
}
