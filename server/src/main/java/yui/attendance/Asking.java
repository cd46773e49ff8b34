package yui.attendance;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import yui.applications.Application;
import yui.communities.Communities;
import yui.core.Lang;
import yui.core.PersonId;
import yui.db.Tx;
import yui.mail.Kind;
import yui.mail.Letter;
import yui.mail.Outbox;
import yui.people.Contact;
import yui.people.People;
import yui.tasks.Slot;
import yui.tasks.SlotId;
import yui.tasks.Task;

/** The letters about who came and who did not: asking, telling an absence, passing an answer on. */
final class Asking {
  private final People people;
  private final Communities communities;
  private final Outbox outbox;
  private final String origin;

  Asking(People people, Communities communities, Outbox outbox, String origin) {
    this.people = people;
    this.communities = communities;
    this.outbox = outbox;
    this.origin = origin;
  }

  /** Asks the host, or the desk, who came in a slot of which nothing is said. */
  void silent(Tx tx, Task task, Slot slot, Silence.Whom whom) {
    List<PersonId> asked =
        whom == Silence.Whom.HOST
            ? hosts(tx, task)
            : communities.coordinators(tx, task.communityId());
    for (Contact contact : people.contacts(tx, asked)) {
      Map<String, String> model = model(tx, task, contact, slot.spoken(contact.lang()));
      model.put("url", address(contact.lang(), "/tasks/" + task.id() + "/day?slot=" + slot.id()));
      put(tx, contact, Kind.ATTENDANCE_ASKED, model, "asked:" + slot.id() + ":" + whom);
    }
  }

  /** Tells somebody that they are recorded as absent, and that they can answer. */
  void absent(Tx tx, Task task, Application application, Attendance attendance) {
    Contact contact = people.contact(tx, application.personId());
    Lang lang = contact.lang();
    Map<String, String> model =
        model(tx, task, contact, application.slot(attendance.slotId()).orElseThrow().spoken(lang));
    model.put("group", communities.group(tx, task.groupId()).orElseThrow().name());
    model.put("note", attendance.note());
    model.put("url", address(lang, "/me/attendance/" + application.id()));
    put(
        tx,
        contact,
        Kind.ABSENCE_RECORDED,
        model,
        "absent:" + application.id() + ":" + attendance.slotId() + ":" + attendance.version());
  }

  /** Passes a resident's words on to those who can change the record. */
  void answered(Tx tx, Task task, Application application, SlotId slot, String said) {
    List<PersonId> readers = new ArrayList<>(hosts(tx, task));
    readers.addAll(communities.coordinators(tx, task.communityId()));
    String name =
        tx.asSystem(() -> people.displayNames(tx, List.of(application.personId())))
            .getOrDefault(application.personId(), "");
    for (Contact contact : people.contacts(tx, readers)) {
      Lang lang = contact.lang();
      Map<String, String> model =
          model(tx, task, contact, application.slot(slot).orElseThrow().spoken(lang));
      model.put("applicant", name);
      model.put("message", said);
      model.put("url", address(lang, "/tasks/" + task.id() + "/day?slot=" + slot));
      put(
          tx,
          contact,
          Kind.ABSENCE_ANSWERED,
          model,
          "answered:" + application.id() + ":" + slot + ":" + tx.now());
    }
  }

  private List<PersonId> hosts(Tx tx, Task task) {
    List<PersonId> hosts = communities.hosts(tx, task.groupId());
    return hosts.isEmpty() ? communities.coordinators(tx, task.communityId()) : hosts;
  }

  private Map<String, String> model(Tx tx, Task task, Contact contact, String when) {
    Map<String, String> model = new HashMap<>();
    model.put("name", contact.name());
    model.put("task", task.title());
    model.put("when", when);
    communities
        .find(tx, task.communityId())
        .ifPresent(c -> model.put("office", (c.officeName() + " " + c.officePhone()).strip()));
    return model;
  }

  private String address(Lang lang, String path) {
    return origin + lang.path() + path;
  }

  private void put(Tx tx, Contact to, Kind kind, Map<String, String> model, String cause) {
    outbox.put(tx, Letter.of(to.email(), to.id(), kind, to.lang(), model, cause));
  }
}
