package yui.web;

import ch.digitalfondue.jfiveparse.Document;
import ch.digitalfondue.jfiveparse.Element;
import ch.digitalfondue.jfiveparse.JFiveParse;
import ch.digitalfondue.jfiveparse.Node;
import ch.digitalfondue.jfiveparse.NodeMatcher;
import ch.digitalfondue.jfiveparse.Selector;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import yui.core.Lang;

/**
 * A refused form's summary says what is wrong; which field it is, that field's label knows. Here
 * each line gets that name, and the lines the order of the page.
 */
final class ErrorSummary {
  private static final String BEGINS = "<div class=\"errors\"";
  private static final String LIST = "<ul>";
  private static final NodeMatcher<Node> ANYTHING_NAMED = Selector.parseSelector("[id]");
  private static final NodeMatcher<Node> LINKS = Selector.parseSelector(".errors li a");
  private static final NodeMatcher<Node> LABELS = Selector.parseSelector("label, legend");

  private record Field(int place, Element element) {}

  private record Line(int place, String html) {}

  private ErrorSummary() {}

  static String named(String html, Lang lang) {
    int box = html.indexOf(BEGINS);
    if (box < 0) return html;
    int from = html.indexOf(LIST, box) + LIST.length();
    int to = html.indexOf("</ul>", from);
    Document page = JFiveParse.parse(html);
    Map<String, Field> fields = new HashMap<>();
    for (Node node : page.getAllNodesMatching(ANYTHING_NAMED)) {
      Element element = (Element) node;
      fields.putIfAbsent(element.getId(), new Field(fields.size(), element));
    }
    List<Line> lines = new ArrayList<>();
    for (Node link : page.getAllNodesMatching(LINKS)) {
      lines.add(line((Element) link, fields, lang));
    }
    lines.sort(Comparator.comparingInt(Line::place));
    StringBuilder list = new StringBuilder();
    for (Line line : lines) list.append("<li>").append(line.html()).append("</li>\n");
    return html.substring(0, from) + "\n" + list + html.substring(to);
  }

  private static Line line(Element link, Map<String, Field> fields, Lang lang) {
    Field field = fields.get(link.getAttribute("href").substring(1));
    if (field == null) return new Line(-1, link.getOuterHTML());
    Element label = label(field.element());
    if (label != null) {
      StringBuilder name = new StringBuilder();
      StringBuilder text = new StringBuilder();
      for (Node part : label.getChildNodes()) {
        // What else stands in a label is a hint.
        if (part.getNodeType() != Node.TEXT_NODE && !isElement(part, "bdi")) continue;
        name.append(JFiveParse.serialize(part));
        text.append(part.getTextContent());
      }
      String known = text.toString().strip();
      if (!known.isEmpty() && !link.getTextContent().contains(known)) {
        String colon = lang.isEnglish() ? ": " : "：";
        link.setInnerHTML(name.toString().strip() + colon + link.getInnerHTML());
      }
    }
    return new Line(field.place(), link.getOuterHTML());
  }

  private static @Nullable Element label(Element field) {
    for (Node at = field; at != null; at = at.getParentNode()) {
      if (!isElement(at, ".field")) continue;
      List<Node> found = at.getAllNodesMatching(LABELS, true);
      return found.isEmpty() ? null : (Element) found.getFirst();
    }
    return null;
  }

  private static boolean isElement(@Nullable Node node, String selector) {
    return node instanceof Element element && element.matches(selector);
  }
}
