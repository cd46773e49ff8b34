package yui.core;

/** The two desks of a community; money is the official one's. */
public enum Desk {
  OFFICIAL,
  PRIVATE
}
