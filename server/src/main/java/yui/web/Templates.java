package yui.web;

import com.samskivert.mustache.Escapers;
import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import yui.core.Lang;

/**
 * The pages of {@code web/pages}: Mustache, escaping by default. A word {@code [[key]]} is put in
 * from the catalogue when a template is loaded, so a missing one is found at the start; a name that
 * the view lacks is a fault. What people wrote cannot turn the writing around it.
 */
final class Templates {
  private static final Pattern WORD = Pattern.compile("\\[\\[([a-zA-Z0-9_.-]+)]]");
  private static final Pattern INDENT = Pattern.compile("(?m)^[ \\t]+");
  // Marks that turn the writing around: in a name they would turn what stands after it, too.
  private static final Pattern TURNING =
      Pattern.compile("[\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069]");

  private final Words words;
  private final Map<String, Template> loaded = new ConcurrentHashMap<>();

  Templates(Words words) {
    this.words = words;
  }

  String fill(Lang lang, String name, Object view, Object frame) {
    StringWriter html = new StringWriter();
    template(lang, name).execute(view, frame, html);
    return html.toString();
  }

  private Template template(Lang lang, String name) {
    return loaded.computeIfAbsent(lang.code() + "/" + name, key -> compile(lang, name));
  }

  private Template compile(Lang lang, String name) {
    return Mustache.compiler()
        .strictSections(true)
        .emptyStringIsFalse(true)
        .withEscaper(
            text -> Escapers.HTML.escape(TURNING.matcher(words.shown(lang, text)).replaceAll("")))
        .withLoader(partial -> new StringReader(source(lang, partial)))
        .compile(source(lang, name));
  }

  private String source(Lang lang, String name) {
    String file = "web/pages/" + name + ".html";
    try (InputStream in = Templates.class.getClassLoader().getResourceAsStream(file)) {
      if (in == null) throw new IllegalStateException("missing " + file);
      String html =
          INDENT.matcher(new String(in.readAllBytes(), StandardCharsets.UTF_8)).replaceAll("");
      return WORD.matcher(html)
          .replaceAll(m -> Matcher.quoteReplacement(words.say(lang, m.group(1))));
    } catch (IOException e) {
      throw new UncheckedIOException(file, e);
    }
  }
}
