package yui.tasks;

/** What became of a told problem. */
public enum NeedState {
  TOLD,
  ANSWERED,
  SET_ASIDE,
  TASKED
}
