package yui.tasks;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import yui.core.Days;
import yui.photos.Photo;

/** One task as whole as its reader may know it. */
record ShownTask(
    @JsonUnwrapped TaskSummary summary,
    Engagement engagement,
    String description,
    List<HardPart> hardParts,
    int sheetVersion,
    Accuracy accuracy,
    List<Photo> photos,
    @Nullable OffsetDateTime opensAt,
    @Nullable ShownFar far,
    List<Equipment> equipment,
    @Nullable ShownWeather weather,
    String bring,
    List<String> requiredLicences,
    List<DesiredSkill> desiredSkills,
    String insurance,
    @Nullable OnCall onCall,
    @Nullable String reason,
    @Nullable NeedId needId,
    @Nullable String checkInCode,
    OffsetDateTime createdAt,
    @Nullable OffsetDateTime publishedAt,
    OffsetDateTime changedAt,
    int version) {

  static ShownTask of(Task task, TaskStore.Names names, More more, Sight sight) {
    boolean staff = sight == Sight.STAFF;
    return new ShownTask(
        TaskSummary.of(task, names, sight).reached(more.journey().orElse(null)),
        task.engagement(),
        task.description(),
        task.hardParts(),
        task.sheetVersion(),
        more.accuracy(),
        more.photos(),
        Days.maybeAt(task.opening().opensAt()),
        ShownFar.of(task.opening()),
        task.equipment(),
        more.weather().map(ShownWeather::of).orElse(null),
        task.bring(),
        task.requiredLicences(),
        task.desiredSkills(),
        task.insurance(),
        sight.isExact() ? task.onCall() : null,
        task.reason().isEmpty() ? null : task.reason(),
        staff ? task.needId() : null,
        staff ? task.checkInCode() : null,
        Days.at(task.createdAt()),
        Days.maybeAt(task.publishedAt()),
        Days.at(task.changedAt()),
        task.version());
  }

  /** What is kept beside the task. */
  record More(
      List<Photo> photos,
      Accuracy accuracy,
      Optional<Weather> weather,
      Optional<Journey> journey) {}

  /** What is kept for the far. */
  record ShownFar(int places, int km, @Nullable OffsetDateTime nearUntil) {
    static @Nullable ShownFar of(Opening opening) {
      return opening.farPlaces() == 0
          ? null
          : new ShownFar(opening.farPlaces(), opening.farKm(), Days.maybeAt(opening.nearUntil()));
    }
  }

  /** When and by whom it is decided, and how it was. */
  record ShownWeather(OffsetDateTime decideAt, String decider, String words, Weather.State state) {
    static ShownWeather of(Weather weather) {
      return new ShownWeather(
          Days.at(weather.decideAt()), weather.decider(), weather.words(), weather.state());
    }
  }
}
