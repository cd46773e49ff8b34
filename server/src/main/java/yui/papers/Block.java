package yui.papers;

import java.util.List;

/** One thing on a sheet, from side to side; the next stands below it. */
public sealed interface Block {

  /** What the sheet is, in the middle. */
  record Title(String text) implements Block {}

  /** A part of the sheet. */
  record Heading(String text) implements Block {}

  /** To whom it is addressed. */
  record To(String text) implements Block {}

  /** Lines at the right side: day, number, who issues it. */
  record Aside(List<String> lines) implements Block {}

  /** Words, wrapped. */
  record Text(String text) implements Block {}

  /** A sum that nobody can alter unseen: figures, and below them the same in words. */
  record Sum(String label, String figures, String words) implements Block {}

  /** Rows under columns; the last rows are sums. */
  record Table(List<Column> columns, List<List<String>> rows, List<List<String>> sums)
      implements Block {}

  /**
   * @param weight how much of the width that is left it takes; 0 takes what its numbers need and
   *     sets them to the right
   */
  record Column(String label, int weight) {
    public boolean isNumeric() {
      return weight == 0;
    }
  }

  /** Lines to fill by hand, each with its label. */
  record Signature(List<String> labels) implements Block {}
}
