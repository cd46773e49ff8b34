package yui.tasks;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import yui.core.CommunityId;
import yui.core.Days;
import yui.core.PersonId;
import yui.db.Tx;
import yui.people.Contact;
import yui.people.People;
import yui.web.Answer;
import yui.web.Api;
import yui.web.Request;

/** Problems over HTTP: told, answered, set aside, turned into tasks. */
final class NeedRoutes {
  /** What the desk says. */
  record Said(String words) {}

  /** A line of a problem's history. */
  record Event(
      OffsetDateTime at, @Nullable String by, String verb, NeedState state, String words) {}

  /** A problem with all that happened to it. */
  record Whole(@JsonUnwrapped Need need, List<Event> history) {}

  /** Everybody who may know of a house. */
  record Releases(List<Households.Release> items) {}

  private final Needs needs;
  private final Turning turning;
  private final Households households;
  private final People people;

  NeedRoutes(Needs needs, Turning turning, Households households, People people) {
    this.needs = needs;
    this.turning = turning;
    this.households = households;
    this.people = people;
  }

  void bind(Api api) {
    api.write(
        "tellNeed",
        (rq, tx) -> {
          CommunityId community = new CommunityId(rq.id("communityId"));
          Need need = needs.tell(tx, rq.caller(), community, rq.body(NeedEntry.class));
          return Answer.created(need).tagged(need.version());
        });
    api.read("listNeeds", this::list);
    api.read("getNeed", (rq, tx) -> whole(rq, tx, needs.visible(tx, rq.caller(), need(rq))));
    api.write(
        "answerNeed",
        (rq, tx) ->
            shown(
                needs.answer(
                    tx, rq.caller(), need(rq), rq.body(Said.class).words(), rq.ifMatch())));
    api.write(
        "setNeedAside",
        (rq, tx) ->
            shown(
                needs.setAside(
                    tx, rq.caller(), need(rq), rq.body(Said.class).words(), rq.ifMatch())));
    api.write(
        "turnNeed",
        (rq, tx) -> {
          Turning.Entry entry = rq.body(Turning.Entry.class);
          Need turned = turning.turn(tx, rq.caller(), need(rq), entry);
          return Answer.created(turned).tagged(turned.version());
        });
    // Looks are written down: so these read in a transaction that writes.
    api.write(
        "getNeedHousehold", (rq, tx) -> Answer.ok(households.ofNeed(tx, rq.caller(), need(rq))));
    api.write(
        "getTaskHousehold", (rq, tx) -> Answer.ok(households.ofTask(tx, rq.caller(), task(rq))));
    api.write(
        "releaseHousehold",
        (rq, tx) -> Answer.ok(new Releases(households.release(tx, rq.caller(), task(rq)))));
  }

  private Answer list(Request rq, Tx tx) {
    return Answer.ok(
        needs.list(
            tx,
            rq.caller(),
            new CommunityId(rq.id("communityId")),
            rq.query("state").orElse(null),
            rq.limit(),
            rq.query("cursor")));
  }

  private Answer whole(Request rq, Tx tx, Need need) {
    List<NeedEvent> events = needs.history(tx, rq.caller(), need.id());
    boolean names = Needs.isDesk(rq.caller(), need.communityId());
    Map<PersonId, String> who = names ? names(tx, events) : Map.of();
    List<Event> history =
        events.stream()
            .map(
                event ->
                    new Event(
                        Days.at(event.at()),
                        event.by() == null ? null : who.get(event.by()),
                        event.verb(),
                        event.state(),
                        event.words()))
            .toList();
    return Answer.ok(new Whole(need, history)).tagged(need.version());
  }

  private Map<PersonId, String> names(Tx tx, List<NeedEvent> events) {
    Map<PersonId, String> names = new HashMap<>();
    List<PersonId> who =
        events.stream().map(NeedEvent::by).filter(Objects::nonNull).distinct().toList();
    for (Contact contact : people.contacts(tx, who)) names.put(contact.id(), contact.name());
    return names;
  }

  private static Answer shown(Need need) {
    return Answer.ok(need).tagged(need.version());
  }

  private static NeedId need(Request rq) {
    return new NeedId(rq.id("needId"));
  }

  private static TaskId task(Request rq) {
    return new TaskId(rq.id("taskId"));
  }
}
