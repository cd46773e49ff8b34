package yui.communities;

import java.util.List;
import java.util.Set;

/**
 * What a community asks for work that can hurt.
 *
 * @param accompanied classes whose first job somebody accompanies
 * @param refused classes that are not asked of helpers at all
 */
public record Safety(Set<String> accompanied, Set<String> refused) {
  /** As the list of skills knows them. */
  public static final List<String> CLASSES =
      List.of(
          "TOOLS",
          "MACHINE",
          "CHAINSAW",
          "HEIGHT",
          "SNOW_ROOF",
          "WATER",
          "ANIMAL",
          "CARE",
          "DRIVING",
          "FOOD",
          "ELECTRIC");

  static final Safety SHIPPED =
      new Safety(Set.of("MACHINE", "CHAINSAW", "HEIGHT", "SNOW_ROOF"), Set.of());
}
