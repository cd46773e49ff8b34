package yui.mail;

import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import yui.core.Lang;
import yui.core.PersonId;

/**
 * A letter to one address.
 *
 * @param to the address
 * @param person whose letter it is, so that it is forgotten with them
 * @param kind what it says
 * @param lang what it is written in
 * @param model plain words for the kind's slots; an empty one counts as absent
 * @param cause what made it, such as {@code selected:<application>:<version>}; the same cause, kind
 *     and address make one letter however often they are put
 * @param sendAfter not before, or at once
 * @param calendar an iCalendar entry that goes with it, or empty
 */
public record Letter(
    String to,
    @Nullable PersonId person,
    Kind kind,
    Lang lang,
    Map<String, String> model,
    String cause,
    @Nullable Instant sendAfter,
    String calendar) {
  // Narrower than the standard: nothing in it can end a header or add a recipient.
  private static final Pattern ADDRESS =
      Pattern.compile("[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]+(?:\\.[A-Za-z0-9-]+)*");

  public Letter {
    if (to.length() > 254 || !ADDRESS.matcher(to).matches()) {
      throw new IllegalArgumentException("not an address that a letter can go to");
    }
    model = Map.copyOf(model);
    Set<String> missing = new HashSet<>(kind.required());
    model.forEach((slot, value) -> missing.removeIf(s -> s.equals(slot) && !value.isBlank()));
    Set<String> unknown = new HashSet<>(model.keySet());
    unknown.removeAll(kind.required());
    unknown.removeAll(kind.optional());
    if (!missing.isEmpty() || !unknown.isEmpty()) {
      throw new IllegalArgumentException(kind + " lacks " + missing + ", knows no " + unknown);
    }
  }

  /** A letter to go at once. */
  public static Letter of(
      String to,
      @Nullable PersonId person,
      Kind kind,
      Lang lang,
      Map<String, String> model,
      String cause) {
    return new Letter(to, person, kind, lang, model, cause, null, "");
  }

  /** The same letter with an iCalendar entry. */
  public Letter with(String entry) {
    return new Letter(to, person, kind, lang, model, cause, sendAfter, entry);
  }
}
