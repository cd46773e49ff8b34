package yui.mjml;

import java.text.Normalizer;
import java.util.regex.Pattern;

/** Where a slot stands decides how its value is made harmless. */
enum Place {
  /** Between tags. */
  WORDS {
    @Override
    String fit(String slot, String value) {
      return escaped(clean(value)).replace("\n", "<br>");
    }
  },
  /** In quotes, or in the title, where there is one line only. */
  LABEL {
    @Override
    String fit(String slot, String value) {
      return escaped(line(value));
    }
  },
  /** A whole link. */
  ADDRESS {
    @Override
    String fit(String slot, String value) {
      if (!LINK.matcher(value).matches()) throw new ValueRefused(slot, "no web or mail address");
      return escaped(value);
    }
  },
  /** What is dialled; the person reads it elsewhere as it was written. */
  PHONE {
    @Override
    String fit(String slot, String value) {
      return Normalizer.normalize(value, Normalizer.Form.NFKC).replaceAll("[^0-9+]", "");
    }
  },
  /** In the text part. */
  TEXT {
    @Override
    String fit(String slot, String value) {
      return clean(value);
    }
  },
  /** In the subject. */
  LINE {
    @Override
    String fit(String slot, String value) {
      return line(value);
    }
  };

  private static final Pattern LINK =
      Pattern.compile("(?:https?://|mailto:)[^\\s\\p{Cc}<>\"\\\\]+", Pattern.CASE_INSENSITIVE);
  private static final Pattern BREAK = Pattern.compile("\\r\\n?|[\\u0085\\u2028\\u2029]");
  // Among them those that turn the reading direction: a name could make an address read backwards.
  private static final Pattern UNSEEN =
      Pattern.compile("[\\p{Cc}\\u202A-\\u202E\\u2066-\\u2069&&[^\\n\\t]]");

  abstract String fit(String slot, String value);

  private static String clean(String value) {
    return UNSEEN.matcher(BREAK.matcher(value).replaceAll("\n")).replaceAll("").strip();
  }

  private static String line(String value) {
    return clean(value).replaceAll("[\\s\\u00A0]+", " ");
  }

  private static String escaped(String value) {
    return value
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
