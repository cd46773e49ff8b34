package yui.mail;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import yui.core.PersonId;
import yui.mjml.Mail;
import yui.mjml.Mjml;

/** Writes a letter: a kind's template in the common frame, with the words of a language. */
final class Letters {
  /** {@code [[#slot]]…[[/slot]]} stays only where the model has the slot. */
  private static final Pattern OPTIONAL =
      Pattern.compile("\\[\\[#(\\w+)]](.*?)\\[\\[/\\1]]", Pattern.DOTALL);

  private static final Pattern WORD = Pattern.compile("\\[\\[([\\w.]+)]]");

  private final Mjml mjml = new Mjml();
  private final String frame = resource("frame.mjml");
  private final Map<Kind, String> templates = new EnumMap<>(Kind.class);
  private final Map<String, Properties> words = new HashMap<>();

  Letters(Iterable<String> languages) {
    for (Kind kind : Kind.values()) {
      templates.put(kind, resource(kind.template() + ".mjml"));
    }
    for (String language : languages) {
      words.put(language, words(language));
    }
  }

  /** Empty values count as absent. */
  Mail write(Kind kind, String language, Map<String, String> model) {
    Map<String, String> values = new HashMap<>(model);
    values.values().removeIf(String::isBlank);
    values.replaceAll((slot, value) -> value.equals(PersonId.LEFT) ? left(language) : value);
    String whole = frame.replace("[[letter]]", String.valueOf(templates.get(kind)));
    return mjml.render(worded(kind, language, kept(whole, values)), language, values);
  }

  private String left(String language) {
    return Objects.requireNonNull(words.get(language)).getProperty("left");
  }

  private static String kept(String template, Map<String, String> values) {
    return OPTIONAL
        .matcher(template)
        .replaceAll(
            part ->
                Matcher.quoteReplacement(
                    values.containsKey(part.group(1)) ? kept(part.group(2), values) : ""));
  }

  private String worded(Kind kind, String language, String template) {
    Properties catalogue = words.get(language);
    if (catalogue == null) throw new IllegalArgumentException("no words in " + language);
    return WORD.matcher(template)
        .replaceAll(
            word -> {
              String common = catalogue.getProperty(word.group(1));
              String own = catalogue.getProperty(kind.key() + "." + word.group(1), common);
              if (own == null) {
                throw new IllegalStateException(
                    "no " + word.group(1) + " for " + kind + " in " + language);
              }
              return Matcher.quoteReplacement(marked(own));
            });
  }

  private static String marked(String words) {
    return words
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\n", "<br />");
  }

  private static Properties words(String language) {
    Properties catalogue = new Properties();
    try {
      catalogue.load(new StringReader(resource(language + ".properties")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return catalogue;
  }

  private static String resource(String name) {
    try (InputStream in = Letters.class.getResourceAsStream("/letters/" + name)) {
      if (in == null) throw new IllegalStateException("no letters/" + name);
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
