package yui.web;

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
 * the view lacks is a fault.
 */
final class Templates {
  private static final Pattern WORD = Pattern.compile("\\[\\[([a-zA-Z0-9_.-]+)]]");

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
        .withLoader(partial -> new StringReader(source(lang, partial)))
        .compile(source(lang, name));
  }

  private String source(Lang lang, String name) {
    String file = "web/pages/" + name + ".html";
    try (InputStream in = Templates.class.getClassLoader().getResourceAsStream(file)) {
      if (in == null) throw new IllegalStateException("missing " + file);
      String html = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return WORD.matcher(html)
          .replaceAll(m -> Matcher.quoteReplacement(words.say(lang, m.group(1))));
    } catch (IOException e) {
      throw new UncheckedIOException(file, e);
    }
  }
}
