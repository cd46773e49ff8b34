package yui.papers;

import java.util.List;

/**
 * What is printed together, the same for a PDF and for a page; each sheet begins on a page of its
 * own.
 *
 * @param title as a reader's window shows it
 * @param lacking what is said under a sheet about characters that the font has not, with {@code
 *     {list}} for them
 */
public record Paper(String title, String lacking, List<Sheet> sheets) {

  /**
   * @param foot stands below each page of the sheet, beside the page's number
   */
  public record Sheet(String foot, List<Block> blocks) {}
}
