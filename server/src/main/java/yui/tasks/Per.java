package yui.tasks;

/** Whether each head earns a reward line, or the party once. */
public enum Per {
  PERSON,
  PARTY
}
