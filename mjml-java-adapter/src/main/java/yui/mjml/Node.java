package yui.mjml;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A piece of a template. */
sealed interface Node {

  /** Characters between tags. */
  record Text(String characters) implements Node {}

  /** An element as it stands in the template, with its line. */
  record Element(String name, Map<String, String> attributes, List<Node> children, int line)
      implements Node {

    String attribute(String attribute) {
      return attributes.getOrDefault(attribute, "");
    }

    List<Element> elements() {
      List<Element> found = new ArrayList<>();
      for (Node child : children) {
        if (child instanceof Element element) found.add(element);
      }
      return found;
    }

    @Override
    public String characters() {
      StringBuilder all = new StringBuilder();
      children.forEach(child -> all.append(child.characters()));
      return all.toString();
    }
  }

  /** The text inside, without any markup. */
  String characters();
}
