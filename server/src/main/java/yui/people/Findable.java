package yui.people;

/** Who may find a resident among candidates. */
public enum Findable {
  NOBODY,
  COMMUNITIES,
  ALL
}
