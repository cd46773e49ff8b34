package yui.tasks;

/** What became of a told problem. */
enum NeedState {
  TOLD,
  ANSWERED,
  SET_ASIDE,
  TASKED
}
