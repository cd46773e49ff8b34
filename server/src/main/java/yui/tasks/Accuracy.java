package yui.tasks;

/** How many who were there found it as it was written: of postings, not of persons. */
public record Accuracy(int asWritten, int partly, int different) {
  public int all() {
    return asWritten + partly + different;
  }
}
