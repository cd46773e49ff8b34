package yui.mjml;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.parsers.SAXParserFactory;
import org.jspecify.annotations.Nullable;
import org.xml.sax.Attributes;
import org.xml.sax.InputSource;
import org.xml.sax.Locator;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;
import org.xml.sax.helpers.DefaultHandler;
import yui.mjml.Node.Element;

/**
 * Reads a template strictly, because mjml4j accepts broken markup silently: XML without a DTD,
 * known elements only, slots only where a value can be made harmless.
 */
final class Source extends DefaultHandler {
  private static final Set<String> MJML =
      Set.of(
          "mjml",
          "mj-head",
          "mj-body",
          "mj-title",
          "mj-preview",
          "mj-attributes",
          "mj-all",
          "mj-class",
          "mj-breakpoint",
          "mj-font",
          "mj-style",
          "mj-wrapper",
          "mj-section",
          "mj-group",
          "mj-column",
          "mj-hero",
          "mj-text",
          "mj-button",
          "mj-image",
          "mj-divider",
          "mj-spacer",
          "mj-table",
          "mj-navbar",
          "mj-navbar-link",
          "mj-social",
          "mj-social-element",
          "mj-accordion",
          "mj-accordion-element",
          "mj-accordion-title",
          "mj-accordion-text");

  private static final Set<String> HTML =
      Set.of(
          "a",
          "b",
          "blockquote",
          "br",
          "code",
          "div",
          "em",
          "h1",
          "h2",
          "h3",
          "h4",
          "h5",
          "h6",
          "hr",
          "i",
          "img",
          "li",
          "ol",
          "p",
          "s",
          "small",
          "span",
          "strong",
          "sub",
          "sup",
          "table",
          "tbody",
          "td",
          "tfoot",
          "th",
          "thead",
          "tr",
          "u",
          "ul");

  private static final Set<String> WITH_HTML =
      Set.of(
          "mj-text",
          "mj-button",
          "mj-table",
          "mj-navbar-link",
          "mj-social-element",
          "mj-accordion-title",
          "mj-accordion-text");

  private final Deque<Element> open = new ArrayDeque<>();
  private @Nullable Element root;
  private @Nullable Locator locator;

  private Source() {}

  static Element parse(String template) {
    Source source = new Source();
    try {
      SAXParserFactory factory = SAXParserFactory.newDefaultInstance();
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      factory.newSAXParser().parse(new InputSource(new StringReader(template)), source);
    } catch (SAXParseException e) {
      throw new TemplateRefused(e.getLineNumber(), String.valueOf(e.getMessage()));
    } catch (SAXException e) { // the parser's own faults have no line
      throw new TemplateRefused(1, String.valueOf(e.getMessage()));
    } catch (ParserConfigurationException | IOException e) {
      throw new IllegalStateException(e);
    }
    Element root = source.root;
    if (root == null || !root.name().equals("mjml")) {
      throw new TemplateRefused(1, "a template begins with mjml");
    }
    if (root.elements().stream().noneMatch(child -> child.name().equals("mj-body"))) {
      throw new TemplateRefused(root.line(), "mjml without mj-body");
    }
    return root;
  }

  @Override
  public void setDocumentLocator(Locator locator) {
    this.locator = locator;
  }

  @Override
  public void startElement(String uri, String localName, String name, Attributes attributes) {
    refuseUnknown(name);
    Map<String, String> kept = new LinkedHashMap<>();
    for (int i = 0; i < attributes.getLength(); i++) {
      refuseSlot(attributes.getQName(i), attributes.getValue(i));
      kept.put(attributes.getQName(i), attributes.getValue(i));
    }
    if (name.equals("mj-style") && kept.containsKey("inline")) {
      throw refusal("mj-style inline would be ignored");
    }
    Element element = new Element(name, kept, new ArrayList<>(), line());
    Element parent = open.peek();
    if (parent == null) root = element;
    else parent.children().add(element);
    open.push(element);
  }

  @Override
  public void endElement(String uri, String localName, String name) {
    Element closed = open.pop();
    if (Slots.malformed(closed.characters())) throw refusal("a slot is written {{name}}");
  }

  @Override
  public void characters(char[] characters, int start, int length) {
    Element parent = open.getFirst();
    String text = new String(characters, start, length);
    if (parent.name().equals("mj-style") && text.contains("{{")) {
      throw refusal("no slot may stand in a style");
    }
    parent.children().add(new Node.Text(text));
  }

  @Override
  public void fatalError(SAXParseException e) throws SAXException {
    throw e;
  }

  private void refuseUnknown(String name) {
    if (MJML.contains(name)) return;
    boolean insideHtml = open.stream().anyMatch(ancestor -> WITH_HTML.contains(ancestor.name()));
    if (!HTML.contains(name) || !insideHtml) throw refusal("unknown element " + name);
  }

  private void refuseSlot(String attribute, String value) {
    if (Slots.malformed(value)) throw refusal("a slot is written {{name}}");
    if (Slots.in(value).isEmpty()) return;
    boolean fits =
        switch (attribute) {
          case "alt", "title" -> true;
          case "href" -> value.matches("(tel:)?" + Slots.SLOT.pattern());
          case "src" -> Slots.SLOT.matcher(value).matches();
          default -> false;
        };
    if (!fits) throw refusal("no slot may stand so in " + attribute);
  }

  private TemplateRefused refusal(String why) {
    return new TemplateRefused(line(), why);
  }

  private int line() {
    return locator == null ? 1 : locator.getLineNumber();
  }
}
