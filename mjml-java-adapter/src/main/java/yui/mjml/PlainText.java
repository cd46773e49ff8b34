package yui.mjml;

import yui.mjml.Node.Element;

/** Reads a template aloud: the text part of the mail. */
final class PlainText {
  private static final String RULE = "-".repeat(40);

  private final StringBuilder out = new StringBuilder();
  private final boolean japanese;
  private int breaks;
  private boolean space;

  private PlainText(boolean japanese) {
    this.japanese = japanese;
  }

  static String of(Element root, String language) {
    PlainText text = new PlainText(language.startsWith("ja"));
    for (Element child : root.elements()) {
      if (child.name().equals("mj-body")) text.children(child);
    }
    return text.out.append('\n').toString();
  }

  static String title(Element root) {
    for (Element head : root.elements()) {
      for (Element child : head.elements()) {
        if (child.name().equals("mj-title")) return child.characters().strip();
      }
    }
    return "";
  }

  private void read(Element element) {
    switch (element.name()) {
      case "br" -> breaks++;
      case "hr", "mj-divider" -> {
        breakTo(2);
        word(RULE);
        breakTo(2);
      }
      case "img", "mj-image" -> block(() -> word(element.attribute("alt")));
      case "h1", "h2", "h3", "h4", "h5", "h6" -> {
        breakTo(2);
        word("■ ");
        children(element);
        breakTo(2);
      }
      case "li" -> {
        breakTo(1);
        word(japanese ? "・" : "- ");
        children(element);
        breakTo(1);
      }
      case "div" -> {
        breakTo(1);
        children(element);
        breakTo(1);
      }
      case "tr" -> row(element);
      case "a" -> link(element);
      case "mj-button", "mj-navbar-link", "mj-social-element" -> block(() -> link(element));
      case "p", "ul", "ol", "blockquote", "table", "mj-text", "mj-table", "mj-accordion-element" ->
          block(() -> children(element));
      default -> children(element);
    }
  }

  private void block(Runnable content) {
    breakTo(2);
    content.run();
    breakTo(2);
  }

  private void row(Element row) {
    breakTo(1);
    String before = "";
    for (Element cell : row.elements()) {
      if (!before.isEmpty()) word(before);
      children(cell);
      space = false;
      before = cell.name().equals("th") ? (japanese ? "：" : ": ") : "  ";
    }
    breakTo(1);
  }

  private void link(Element link) {
    String address = link.attribute("href");
    children(link);
    boolean said = link.characters().strip().equals(address);
    // A phone reads the number from its label.
    if (!address.isEmpty() && !said && !address.startsWith("tel:")) {
      space = false;
      word(": " + address);
      // Else a full stop that follows would become a part of the address.
      space = true;
    }
  }

  private void children(Element element) {
    for (Node child : element.children()) {
      switch (child) {
        case Node.Text text -> flow(text.characters());
        case Element inner -> read(inner);
      }
    }
  }

  private void flow(String characters) {
    String text = characters.replaceAll("[ \\t\\r\\n]+", " ");
    if (text.startsWith(" ")) space = true;
    if (text.isBlank()) return;
    word(text.strip());
    space = text.endsWith(" ");
  }

  private void word(String characters) {
    if (characters.isEmpty()) return;
    boolean lineBegins = out.isEmpty() || breaks > 0;
    if (!out.isEmpty()) out.append("\n".repeat(breaks));
    if (space && !lineBegins && !out.toString().endsWith(" ")) out.append(' ');
    out.append(characters);
    breaks = 0;
    space = false;
  }

  private void breakTo(int lines) {
    breaks = Math.max(breaks, lines);
    space = false;
  }
}
