package yui.opensearch;

/**
 * What the indexes of one installation are called. The format is a part of it: a server of another
 * version feeds and asks indexes of its own, so that both can run while one is upgraded.
 */
record Names(String prefix) {
  /** Another number means other mappings, documents or analysis. */
  static final int FORMAT = 1;

  private String stem() {
    return prefix + "-" + FORMAT;
  }

  /** What is asked: always the index in use, whichever server swapped it. */
  String residents() {
    return stem() + "-residents";
  }

  String tasks() {
    return stem() + "-tasks";
  }

  /** Who feeds, and how far each generation is fed. */
  String feed() {
    return stem() + "-feed";
  }

  String residents(int generation) {
    return residents() + "-" + generation;
  }

  String tasks(int generation) {
    return tasks() + "-" + generation;
  }

  /**
   * What is written to. A write to an alias that is gone with its index fails; to an index that is
   * gone it would make a new one of another shape.
   */
  static String writing(String index) {
    return index + "-write";
  }
}
