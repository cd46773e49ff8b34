package yui.tasks;

import org.jspecify.annotations.Nullable;

/** A problem as it is told, or as the desk writes it down for somebody on the telephone. */
record NeedEntry(
    String words,
    @Nullable String place,
    @Nullable TellerEntry teller,
    @Nullable HouseholdEntry household) {

  /** Who told it to the desk. */
  record TellerEntry(String name, @Nullable String phone, @Nullable String email) {}

  /** Whose house it is about. */
  record HouseholdEntry(
      String name, String address, @Nullable String phone, @Nullable String note) {}
}
