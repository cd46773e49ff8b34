package yui.tasks;

/** Whose house a problem is about; released late, by a person, to those who come. */
record Household(String name, String address, String phone, String note) {}
