package yui.engine;

/** The kinds of thanks a task offers and a resident wishes. */
public enum Thanks {
  CASH,
  MEAL,
  PRODUCE
}
