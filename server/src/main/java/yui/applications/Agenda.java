package yui.applications;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import yui.calendars.Event;
import yui.communities.Communities;
import yui.communities.Community;
import yui.core.Lang;
import yui.db.Tx;
import yui.tasks.OnCall;
import yui.tasks.Spot;
import yui.tasks.Task;
import yui.web.Words;

/** What somebody has agreed to, as entries of a calendar: the same in letters and in their feed. */
final class Agenda {
  private static final Duration BEFORE_A_DEADLINE = Duration.ofMinutes(30);

  private final Communities communities;
  private final Words words;
  private final String origin;

  Agenda(Communities communities, Words words, String origin) {
    this.communities = communities;
    this.words = words;
    this.origin = origin;
  }

  /** From whom entries in letters say that they come. */
  String organizer() {
    return "noreply@" + host();
  }

  /** An entry a slot that somebody was chosen for, and a struck out one where that ended. */
  List<Event> entries(
      Tx tx, Task task, Application application, List<ApplicationSlot> slots, Lang lang) {
    List<Event> entries = new ArrayList<>();
    for (ApplicationSlot slot : slots) {
      Event.Status status = status(slot.state());
      if (status != null) entries.add(entry(tx, task, application, slot, status, lang));
    }
    return entries;
  }

  private Event entry(
      Tx tx,
      Task task,
      Application application,
      ApplicationSlot slot,
      Event.Status status,
      Lang lang) {
    Instant starts = slot.whole() ? slot.endsAt().minus(BEFORE_A_DEADLINE) : slot.startsAt();
    String mark = status == Event.Status.TENTATIVE ? words.say(lang, "agenda.tentative") : "";
    return new Event(
        application.id() + "-" + slot.slotId() + "@" + host(),
        // Both only grow, and either may change what the entry says.
        application.version() + task.version(),
        status,
        starts,
        slot.endsAt(),
        mark + task.title(),
        description(tx, task),
        place(task, lang),
        origin + lang.path() + "/tasks/" + task.id(),
        slot.changedAt());
  }

  private static Event.@Nullable Status status(ApplicationState state) {
    return switch (state) {
      case SELECTED, OFFERED -> Event.Status.TENTATIVE;
      case CONFIRMED, DONE -> Event.Status.CONFIRMED;
      case CANCELLED_BY_HOST, EXPIRED, WITHDRAWN -> Event.Status.CANCELLED;
      case APPLIED, WAITLISTED, DECLINED -> null;
    };
  }

  private String description(Tx tx, Task task) {
    OnCall onCall = task.onCall();
    return Stream.of(
            communities.group(tx, task.groupId()).orElseThrow().name(),
            task.bring(),
            onCall == null ? "" : onCall.name() + " " + onCall.phone(),
            office(tx, task))
        .filter(line -> !line.isBlank())
        .collect(Collectors.joining("\n"));
  }

  private String office(Tx tx, Task task) {
    Community community = communities.get(tx, task.communityId());
    return (community.officeName() + " " + community.officePhone()).strip();
  }

  private String place(Task task, Lang lang) {
    Spot spot = task.spot();
    if (spot == null) return words.say(lang, "application.remote");
    return (spot.label() + " " + spot.meetingPoint()).strip();
  }

  private String host() {
    return URI.create(origin).getHost();
  }
}
