package yui.engine;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A resident in the making, with everything that may be left unsaid left unsaid. */
final class Helping {
  static final LocalDate TODAY = LocalDate.of(2026, 11, 22);

  UUID id = new UUID(0, 1);
  boolean active = true;
  Findable findable = Findable.ALL;
  final List<SkillLevel> skills = new ArrayList<>();
  final List<Licence> licences = new ArrayList<>();
  final List<Anchor> anchors = new ArrayList<>();
  final Set<Integer> free = new TreeSet<>();
  @Nullable Double maxKm;
  final Set<Thanks> wishes = EnumSet.noneOf(Thanks.class);
  int attended;
  int committed;

  static Helping resident(long id) {
    Helping resident = new Helping();
    resident.id = new UUID(0, id);
    return resident;
  }

  Helping can(String skill, int level) {
    skills.add(new SkillLevel(skill, level));
    return this;
  }

  Helping holds(String licence, @Nullable String until) {
    licences.add(new Licence(licence, until == null ? null : LocalDate.parse(until)));
    return this;
  }

  Helping base(double lat, double lon) {
    anchors.add(Anchor.base(lat, lon));
    return this;
  }

  Helping stay(double lat, double lon, String from, String to) {
    anchors.add(Anchor.stay(lat, lon, LocalDate.parse(from), LocalDate.parse(to)));
    return this;
  }

  Helping free(String... halfDays) {
    for (String halfDay : halfDays) {
      free.add(HalfDays.parse(halfDay));
    }
    return this;
  }

  Helping within(double km) {
    maxKm = km;
    return this;
  }

  Helping wishes(Thanks... kinds) {
    wishes.addAll(List.of(kinds));
    return this;
  }

  Helping came(int attended, int committed) {
    this.attended = attended;
    this.committed = committed;
    return this;
  }

  Helping findable(Findable findable) {
    this.findable = findable;
    return this;
  }

  Helping inactive() {
    active = false;
    return this;
  }

  ResidentRow row() {
    return new ResidentRow(
        id, active, findable, skills, licences, anchors, TODAY, free, maxKm, wishes, attended,
        committed);
  }
}
