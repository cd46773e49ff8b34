package yui.tasks;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import yui.core.FieldError;
import yui.db.Tx;
import yui.people.Skills;

/**
 * What {@link Drafting} would say of an entry whose shape is refused already, as far as it can be
 * read: so that a poster hears of every bad field at once.
 */
final class EntryCheck {
  private final List<FieldError> errors = new ArrayList<>();
  private final JsonNode entry;

  private EntryCheck(JsonNode entry) {
    this.entry = entry;
  }

  static List<FieldError> of(Tx tx, Skills skills, JsonNode entry) {
    EntryCheck check = new EntryCheck(entry);
    check.slots(tx.now());
    Instant until = instant(entry.path("applyUntil"));
    if (until != null && !until.isAfter(tx.now())) {
      check.errors.add(new FieldError("/applyUntil", "in_the_past"));
    }
    if (entry.path("engagement").asText().equals(Engagement.EMPLOYMENT.name())) {
      check.errors.add(new FieldError("/engagement", "employment_refused"));
    }
    Set<String> known = skills.knownSkills(tx);
    Function<JsonNode, JsonNode> code = skill -> skill.isTextual() ? skill : skill.path("code");
    check.codes("requiredSkills", code, known, "unknown_skill");
    check.codes("desiredSkills", code, known, "unknown_skill");
    check.codes(
        "requiredLicences", Function.identity(), skills.knownLicences(tx), "unknown_licence");
    return check.errors;
  }

  private void slots(Instant now) {
    JsonNode slots = entry.path("slots");
    for (int i = 0; i < slots.size(); i++) {
      Instant startsAt = instant(slots.path(i).path("startsAt"));
      Instant endsAt = instant(slots.path(i).path("endsAt"));
      // A slot that exists may lie in the past; only its task can tell.
      if (startsAt == null || endsAt == null || slots.path(i).has("id")) continue;
      SlotTimes.check(startsAt, endsAt, now, "/slots/" + i, errors);
    }
  }

  private void codes(
      String field, Function<JsonNode, JsonNode> code, Set<String> known, String unknown) {
    JsonNode items = entry.path(field);
    for (int i = 0; i < items.size(); i++) {
      JsonNode value = code.apply(items.path(i));
      if (value.isTextual() && !known.contains(value.asText())) {
        errors.add(new FieldError("/" + field + "/" + i, unknown));
      }
    }
  }

  private static @Nullable Instant instant(JsonNode text) {
    try {
      return text.isTextual() ? OffsetDateTime.parse(text.asText()).toInstant() : null;
    } catch (DateTimeException e) {
      return null;
    }
  }
}
