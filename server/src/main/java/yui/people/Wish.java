package yui.people;

/** A kind of thanks a resident welcomes. */
public enum Wish {
  CASH,
  MEAL,
  PRODUCE
}
