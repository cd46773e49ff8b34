package yui.tasks;

import java.util.Locale;

/** How produce is counted: what people write, and the ledger's smallest scale. */
final class Produce {
  private Produce() {}

  /** The ledger's unit, e.g. {@code RICE_G} for rice in g or kg. */
  static String ledgerUnit(String item, String unit) {
    return item
        + "_"
        + switch (unit) {
          case "g", "kg" -> "G";
          case "l" -> "ML";
          default -> unit.toUpperCase(Locale.ROOT);
        };
  }

  static long inSmallest(long quantity, String unit) {
    return switch (unit) {
      case "kg", "l" -> Math.multiplyExact(quantity, 1000L);
      default -> quantity;
    };
  }
}
