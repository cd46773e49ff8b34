package yui.tasks;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import yui.communities.Communities;
import yui.communities.Community;
import yui.core.Lang;
import yui.core.PersonId;
import yui.db.Tx;
import yui.mail.Kind;
import yui.mail.Letter;
import yui.mail.Outbox;
import yui.people.Contact;
import yui.people.People;
import yui.web.Words;

/** What the desk and a task's hosts write one another while it is read before it opens. */
public final class ReviewLetters {
  private final People people;
  private final Communities communities;
  private final Outbox outbox;
  private final TaskWords words;
  private final String origin;

  public ReviewLetters(
      People people, Communities communities, Outbox outbox, Words words, String origin) {
    this.people = people;
    this.communities = communities;
    this.outbox = outbox;
    this.words = new TaskWords(words);
    this.origin = origin;
  }

  void submitted(Tx tx, Task task) {
    send(
        tx,
        communities.coordinators(tx, task.communityId()),
        Kind.TASK_SUBMITTED,
        task,
        "/manage",
        "");
  }

  void returned(Tx tx, Task task, String reason) {
    send(tx, hosts(tx, task), Kind.TASK_RETURNED, task, "/edit", reason);
  }

  void approved(Tx tx, Task task) {
    send(tx, hosts(tx, task), Kind.TASK_APPROVED, task, "/manage", "");
  }

  /** The group's hosts; for a group that has none the one who wrote it. */
  private List<PersonId> hosts(Tx tx, Task task) {
    List<PersonId> hosts = communities.hosts(tx, task.groupId());
    return hosts.isEmpty() ? List.of(task.createdBy()) : hosts;
  }

  private void send(
      Tx tx, Collection<PersonId> to, Kind kind, Task task, String page, String reason) {
    Community community = communities.get(tx, task.communityId());
    for (Contact contact : people.contacts(tx, to)) {
      Lang lang = contact.lang();
      Map<String, String> letter = words.letter(tx, task, lang);
      Map<String, String> model = new HashMap<>();
      model.put("name", contact.name());
      for (String slot : List.of("group", "task", "when")) {
        model.put(slot, letter.getOrDefault(slot, ""));
      }
      model.put("url", words.url(origin, task.id(), lang) + page);
      model.put("office", (community.officeName() + " " + community.officePhone()).strip());
      if (!reason.isEmpty()) model.put("reason", reason);
      String cause = kind + ":" + task.id() + ":" + task.version();
      outbox.put(tx, Letter.of(contact.email(), contact.id(), kind, lang, model, cause));
    }
  }
}
