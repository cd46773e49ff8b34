package yui.tasks;

/** A thing that the work needs, and who has it. */
public record Equipment(String name, By by) {
  /** Who brings it. */
  public enum By {
    HOST,
    HELPER
  }
}
