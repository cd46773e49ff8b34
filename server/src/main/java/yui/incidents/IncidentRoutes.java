package yui.incidents;

import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import yui.core.CommunityId;
import yui.core.Days;
import yui.core.PersonId;
import yui.db.Tx;
import yui.people.People;
import yui.tasks.TaskId;
import yui.web.Answer;
import yui.web.Api;

/** Incidents over HTTP. */
public final class IncidentRoutes {
  /** Somebody's words. */
  record Said(String words) {}

  /** An incident as it is answered. */
  record Shown(
      UUID id,
      CommunityId communityId,
      @Nullable TaskId taskId,
      OffsetDateTime happenedAt,
      OffsetDateTime toldAt,
      String toldBy,
      Incident.Severity severity,
      String words,
      @Nullable OffsetDateTime respondedAt,
      @Nullable String respondedBy,
      @Nullable String response,
      @Nullable Long minutesToResponse,
      @Nullable OffsetDateTime closedAt,
      @Nullable String closedBy,
      @Nullable String outcome,
      @Nullable List<Step> history) {}

  /** One step of its history. */
  record Step(OffsetDateTime at, String by, String verb, String words) {}

  private final Incidents incidents;
  private final People people;

  public IncidentRoutes(Incidents incidents, People people) {
    this.incidents = incidents;
    this.people = people;
  }

  public void bind(Api api) {
    api.write(
        "tellIncident",
        (rq, tx) ->
            Answer.created(
                shown(
                    tx,
                    incidents.tell(
                        tx,
                        rq.caller(),
                        new CommunityId(rq.id("communityId")),
                        rq.body(Incidents.Entry.class)),
                    null)));
    api.read(
        "listIncidents",
        (rq, tx) ->
            Answer.ok(
                incidents
                    .list(
                        tx,
                        rq.caller(),
                        new CommunityId(rq.id("communityId")),
                        rq.flag("open"),
                        rq.limit(),
                        rq.query("cursor"))
                    .map(incident -> shown(tx, incident, null))));
    api.read(
        "getIncident",
        (rq, tx) -> {
          Incident incident = incidents.visible(tx, rq.caller(), rq.id("incidentId"));
          return Answer.ok(shown(tx, incident, incidents.history(tx, rq.caller(), incident.id())));
        });
    api.write(
        "respondToIncident",
        (rq, tx) ->
            Answer.ok(
                shown(
                    tx,
                    incidents.respond(
                        tx, rq.caller(), rq.id("incidentId"), rq.body(Said.class).words()),
                    null)));
    api.write(
        "closeIncident",
        (rq, tx) ->
            Answer.ok(
                shown(
                    tx,
                    incidents.close(
                        tx, rq.caller(), rq.id("incidentId"), rq.body(Said.class).words()),
                    null)));
  }

  private Shown shown(Tx tx, Incident i, @Nullable List<IncidentStore.Event> history) {
    return new Shown(
        i.id(),
        i.communityId(),
        i.taskId(),
        Days.at(i.happenedAt()),
        Days.at(i.toldAt()),
        people.contact(tx, i.toldBy()).name(),
        i.severity(),
        i.words(),
        Days.maybeAt(i.respondedAt()),
        name(tx, i.respondedBy()),
        i.respondedAt() == null ? null : i.response(),
        minutes(i),
        Days.maybeAt(i.closedAt()),
        name(tx, i.closedBy()),
        i.closedAt() == null ? null : i.outcome(),
        history == null
            ? null
            : history.stream()
                .map(
                    e ->
                        new Step(
                            Days.at(e.at()),
                            people.contact(tx, e.by()).name(),
                            e.verb(),
                            e.words()))
                .toList());
  }

  /** From being told until somebody saw to it. */
  static @Nullable Long minutes(Incident i) {
    return i.respondedAt() == null
        ? null
        : Duration.between(i.toldAt(), i.respondedAt()).toMinutes();
  }

  private @Nullable String name(Tx tx, @Nullable PersonId id) {
    return id == null ? null : people.contact(tx, id).name();
  }
}
