package yui.matching;

/**
 * A word that was taken for a filter rather than looked for.
 *
 * @param text as it was typed
 * @param filter the parameter it stands for; {@code days} for from and to
 * @param value as the parameter takes it; days as {@code from/to}
 */
record Understood(String text, String filter, String value, String label) {
  static final String DAYS = "days";
  static final String COMMUNITY = "communityId";
  static final String PREFECTURE = "prefecture";
  static final String PLACE = "place";
  static final String TRAVEL_PAID = "travelPaid";

  boolean isPlace() {
    return filter.equals(COMMUNITY) || filter.equals(PREFECTURE) || filter.equals(PLACE);
  }
}
