package yui.applications;

import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import yui.communities.Communities;
import yui.communities.Group;
import yui.core.Caller;
import yui.core.Days;
import yui.core.Lang;
import yui.core.PersonId;
import yui.db.Instants;
import yui.db.Tx;
import yui.people.Contact;
import yui.people.People;
import yui.tasks.SlotId;
import yui.tasks.Task;
import yui.tasks.Tasks;
import yui.web.Words;

/**
 * Who did what to an application and when, to each side as far as it may see: the applicant reads
 * the group or the office, its own side the person, and what was noted.
 */
final class History {
  private final Tasks tasks;
  private final People people;
  private final Communities communities;
  private final Words words;

  History(Tasks tasks, People people, Communities communities, Words words) {
    this.tasks = tasks;
    this.people = people;
    this.communities = communities;
    this.words = words;
  }

  List<Happening> of(
      Tx tx,
      Caller caller,
      Application application,
      ApplicationStore.@Nullable Place after,
      int most) {
    return tx.seenBy(
        caller,
        () -> {
          Task task = tasks.find(tx, application.taskId()).orElseThrow();
          boolean staff = tasks.isStaff(caller, task);
          List<Row> rows =
              ApplicationStore.events(
                  tx, application.id(), after, most, caller.is(application.personId()));
          String group = communities.group(tx, task.groupId()).map(Group::name).orElse("");
          Map<UUID, String> names = staff ? names(tx, rows) : Map.of();
          return rows.stream()
              .map(row -> happening(row, caller, application, staff, group, names))
              .toList();
        });
  }

  /** Of one task's applications, for its own side. */
  Map<ApplicationId, List<Happening>> of(
      Tx tx, Caller caller, Task task, List<Application> applications) {
    return tx.seenBy(
        caller,
        () -> {
          Map<ApplicationId, List<Row>> events = ApplicationStore.events(tx, applications);
          String group = communities.group(tx, task.groupId()).map(Group::name).orElse("");
          Map<UUID, String> names =
              names(tx, events.values().stream().flatMap(List::stream).toList());
          Map<ApplicationId, List<Happening>> past = new HashMap<>();
          for (Application application : applications) {
            past.put(
                application.id(),
                events.getOrDefault(application.id(), List.of()).stream()
                    .map(row -> happening(row, caller, application, true, group, names))
                    .toList());
          }
          return past;
        });
  }

  private Map<UUID, String> names(Tx tx, List<Row> rows) {
    Map<UUID, String> names = new HashMap<>();
    List<PersonId> persons =
        rows.stream()
            .map(row -> row.getUUID("by_person"))
            .filter(Objects::nonNull)
            .distinct()
            .map(PersonId::new)
            .toList();
    for (Contact contact : people.contacts(tx, persons)) {
      names.put(contact.id().value(), contact.name());
    }
    return names;
  }

  private Happening happening(
      Row row,
      Caller caller,
      Application application,
      boolean staff,
      String group,
      Map<UUID, String> names) {
    Lang lang = caller.lang();
    UUID by = row.getUUID("by_person");
    String as = actedAs(row, by, application);
    boolean own = by != null && by.equals(application.personId().value());
    String name =
        by == null
            ? null
            : own
                ? caller.is(application.personId()) ? null : names.get(by)
                : staff ? names.get(by) : null;
    UUID slot = row.getUUID("slot_id");
    ApplicationState state = ApplicationState.valueOf(row.getString("state"));
    String verb = row.getString("verb");
    JsonObject stood = staff ? row.getJsonObject("standing") : null;
    return new Happening(
        row.getUUID("id"),
        Days.at(Instants.of(row, "at")),
        verb,
        as,
        name,
        slot == null ? null : new SlotId(slot),
        state,
        filled(row.getString("reason")),
        staff ? filled(row.getString("why")) : null,
        stood == null
            ? null
            : new Happening.Stood(
                stood.getInteger("place"),
                stood.getInteger("of"),
                stood.getJsonArray("reasons").stream().map(String::valueOf).toList()),
        words.say(
            lang,
            "history." + verb,
            Map.of("who", who(lang, caller, application, as, group, name))));
  }

  // Lines from before it was kept tell it by whose application it is.
  private static String actedAs(Row row, @Nullable UUID by, Application application) {
    String kept = row.getString("acted_as");
    if (kept != null) return kept;
    if (by == null) return Actor.As.TIME.name();
    return (by.equals(application.personId().value()) ? Actor.As.RESIDENT : Actor.As.HOST).name();
  }

  private String who(
      Lang lang,
      Caller caller,
      Application application,
      String as,
      String group,
      @Nullable String name) {
    if (as.equals("RESIDENT") && caller.is(application.personId())) {
      return words.say(lang, "history.you");
    }
    String said = words.say(lang, "history.as." + as, Map.of("group", group));
    return name == null
        ? said
        : words.say(lang, "history.named", Map.of("who", said, "name", name));
  }

  private static @Nullable String filled(String text) {
    return text.isEmpty() ? null : text;
  }
}
