package yui.tasks;

/** What a helper is thanked with. */
public enum RewardKind {
  CASH,
  MEAL,
  PRODUCE
}
