package yui.people;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import yui.communities.Communities;
import yui.communities.Community;
import yui.core.Caller;
import yui.core.CommunityId;
import yui.core.Days;
import yui.core.FieldError;
import yui.core.Ids;
import yui.core.PersonId;
import yui.core.Refusal;
import yui.db.Tx;

/** Profiles, each written by its person alone. */
final class Residents {
  private final Communities communities;
  private final Skills skills;

  Residents(Communities communities, Skills skills) {
    this.communities = communities;
    this.skills = skills;
  }

  Resident get(Tx tx, Caller caller) {
    return ResidentStore.find(tx, caller.known())
        .orElseThrow(() -> Refusal.of(Refusal.Kind.NOT_FOUND, "resident_needed"));
  }

  Resident put(Tx tx, Caller caller, Optional<Integer> version, ResidentEntry entry) {
    PersonId me = caller.known();
    Optional<Integer> current = ResidentStore.lock(tx, me);
    if (version.isPresent() && !version.equals(current)) throw Refusal.stale();
    List<Base> before = ResidentStore.bases(tx, me);
    refuseUnknown(tx, entry, before);
    List<Base> bases = entry.bases().stream().map(Residents::base).toList();
    if (!ResidentStore.dropBasesBut(
        tx, me, Days.of(tx.now()), bases.stream().map(Base::id).toList())) {
      throw Refusal.conflict("base_in_use");
    }
    ResidentStore.put(tx, me, entry);
    ResidentStore.putSkills(tx, me, entry.skills());
    ResidentStore.putLicences(tx, me, entry.licences());
    ResidentStore.putBases(tx, me, bases);
    return get(tx, caller);
  }

  /** What is unknown in a profile whose shape is refused already. */
  List<FieldError> check(Tx tx, JsonNode entry) {
    List<FieldError> errors = new ArrayList<>();
    check(errors, entry, "skills", skills.knownSkills(tx), "unknown_skill");
    check(errors, entry, "licences", skills.knownLicences(tx), "unknown_licence");
    return errors;
  }

  private static void check(
      List<FieldError> errors, JsonNode entry, String field, Set<String> known, String unknown) {
    JsonNode items = entry.path(field);
    for (int i = 0; i < items.size(); i++) {
      JsonNode code = items.path(i).path("code");
      if (code.isTextual() && !known.contains(code.asText())) {
        errors.add(new FieldError("/" + field + "/" + i + "/code", unknown));
      }
    }
  }

  private static Base base(ResidentEntry.BaseEntry entry) {
    return new Base(
        entry.id() == null ? new BaseId(Ids.next()) : entry.id(),
        entry.kind(),
        entry.label(),
        entry.lat(),
        entry.lon(),
        entry.communityId());
  }

  private void refuseUnknown(Tx tx, ResidentEntry entry, List<Base> before) {
    Set<CommunityId> known =
        communities.all(tx).stream().map(Community::id).collect(Collectors.toSet());
    Set<BaseId> own = before.stream().map(Base::id).collect(Collectors.toSet());
    List<FieldError> errors = new ArrayList<>();
    check(
        errors,
        "/skills/%d/code",
        entry.skills(),
        SkillLevel::code,
        skills.knownSkills(tx),
        "unknown_skill");
    check(
        errors,
        "/licences/%d/code",
        entry.licences(),
        ResidentEntry.LicenceEntry::code,
        skills.knownLicences(tx),
        "unknown_licence");
    check(errors, "/bases/%d/id", entry.bases(), ResidentEntry.BaseEntry::id, own, "unknown_base");
    for (int i = 0; i < entry.bases().size(); i++) {
      CommunityId community = entry.bases().get(i).communityId();
      if (community != null && !known.contains(community)) {
        errors.add(new FieldError("/bases/" + i + "/communityId", "unknown_community"));
      }
    }
    if (entry.findableIn() != null) {
      check(
          errors,
          "/findableIn/%d",
          entry.findableIn(),
          Function.identity(),
          known,
          "unknown_community");
    }
    if (!errors.isEmpty()) throw Refusal.invalid(errors);
  }

  /** Each value, where there is one, is known and stands once. */
  private static <T, V> void check(
      List<FieldError> errors,
      String pointer,
      List<T> items,
      Function<T, @Nullable V> value,
      Set<V> known,
      String unknown) {
    Set<V> seen = new HashSet<>();
    for (int i = 0; i < items.size(); i++) {
      V v = value.apply(items.get(i));
      if (v == null) continue;
      if (!known.contains(v)) errors.add(new FieldError(pointer.formatted(i), unknown));
      else if (!seen.add(v)) errors.add(new FieldError(pointer.formatted(i), "repeated"));
    }
  }
}
