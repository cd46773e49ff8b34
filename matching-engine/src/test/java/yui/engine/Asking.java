package yui.engine;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A task in the making: open, anywhere, any time, for nothing. */
final class Asking {
  static final UUID OKUGAWA = new UUID(0xC0, 1);
  static final Instant NOW = Instant.parse("2026-11-22T00:00:00Z");

  UUID id = new UUID(0, 1);
  UUID community = OKUGAWA;
  @Nullable UUID group;
  Stage stage = Stage.OPEN;
  @Nullable Place place;
  final List<SlotRow> slots = new ArrayList<>();
  final List<RequiredSkill> required = new ArrayList<>();
  final Set<String> licences = new HashSet<>();
  final List<DesiredSkill> desired = new ArrayList<>();
  final Set<Thanks> thanks = EnumSet.noneOf(Thanks.class);
  boolean travelPaid;
  Weights weights = Weights.DEFAULT;
  Instant createdAt = NOW;
  TaskText text = TaskText.NONE;

  static Asking task(long id) {
    Asking task = new Asking();
    task.id = new UUID(0, id);
    return task;
  }

  Asking at(double lat, double lon) {
    place = new Place(lat, lon);
    return this;
  }

  /** Times of Japan, such as {@code 2026-11-28T09:00}. */
  Asking slot(String from, String to) {
    slots.add(new SlotRow(new UUID(1, slots.size()), tokyo(from), tokyo(to), false));
    return this;
  }

  Asking fullSlot(String from, String to) {
    slots.add(new SlotRow(new UUID(1, slots.size()), tokyo(from), tokyo(to), true));
    return this;
  }

  Asking requires(String skill, int level, double weight) {
    required.add(new RequiredSkill(skill, level, weight));
    return this;
  }

  Asking licence(String licence) {
    licences.add(licence);
    return this;
  }

  Asking desires(String skill, double weight) {
    desired.add(new DesiredSkill(skill, weight));
    return this;
  }

  Asking offers(Thanks... kinds) {
    thanks.addAll(List.of(kinds));
    return this;
  }

  Asking weights(double skill, double schedule, double distance, double reliability) {
    weights = new Weights(skill, schedule, distance, reliability);
    return this;
  }

  Asking stage(Stage stage) {
    this.stage = stage;
    return this;
  }

  Asking of(UUID community, @Nullable UUID group) {
    this.community = community;
    this.group = group;
    return this;
  }

  Asking travelPaid() {
    travelPaid = true;
    return this;
  }

  Asking created(Instant createdAt) {
    this.createdAt = createdAt;
    return this;
  }

  Asking says(String title, String description) {
    text = new TaskText(title, description, "", "", "", List.of(), List.of());
    return this;
  }

  Asking says(TaskText text) {
    this.text = text;
    return this;
  }

  TaskRow row() {
    return new TaskRow(
        id,
        community,
        group,
        stage,
        place,
        slots,
        required,
        licences,
        desired,
        thanks,
        travelPaid,
        weights,
        createdAt,
        text);
  }

  static Instant tokyo(String local) {
    return LocalDateTime.parse(local).atZone(ZoneId.of("Asia/Tokyo")).toInstant();
  }
}
