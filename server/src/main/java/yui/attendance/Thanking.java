package yui.attendance;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import yui.applications.Application;
import yui.applications.ApplicationSlot;
import yui.communities.Communities;
import yui.core.Lang;
import yui.db.Tx;
import yui.ledger.Promised;
import yui.ledger.Purpose;
import yui.ledger.Said;
import yui.mail.Kind;
import yui.mail.Letter;
import yui.mail.Outbox;
import yui.people.Contact;
import yui.people.People;
import yui.tasks.Task;
import yui.web.Words;

/** The letter of thanks: what the host recorded, in the helper's language. */
final class Thanking {
  private final People people;
  private final Communities communities;
  private final Outbox outbox;
  private final Words words;
  private final String origin;

  Thanking(People people, Communities communities, Outbox outbox, Words words, String origin) {
    this.people = people;
    this.communities = communities;
    this.outbox = outbox;
    this.words = words;
    this.origin = origin;
  }

  void recorded(
      Tx tx, Task task, Application application, Attendance attendance, List<Promised> promises) {
    Contact contact = people.contact(tx, application.personId());
    Lang lang = contact.lang();
    ApplicationSlot slot = application.slot(attendance.slotId()).orElseThrow();
    Said said = new Said(tx, words, lang);
    String earned =
        promises.stream()
            .filter(p -> p.earned() > 0)
            .filter(
                p ->
                    p.purpose() == Purpose.TRAVEL
                        || slot.slotId().value().equals(p.about().slotId()))
            .map(
                p ->
                    p.purpose() == Purpose.TRAVEL
                        ? words.say(
                            lang,
                            "effect.travel",
                            Map.of("amount", said.amount(p.unit(), p.earned())))
                        : said.amount(p.unit(), p.earned()))
            .collect(Collectors.joining("\n"));
    Map<String, String> model = new HashMap<>();
    model.put("name", contact.name());
    model.put("group", communities.group(tx, task.groupId()).orElseThrow().name());
    model.put("task", task.title());
    model.put("when", slot.spoken(lang));
    model.put("earned", earned.isEmpty() ? words.say(lang, "effect.only_thanks") : earned);
    model.put("note", attendance.note());
    model.put("url", origin + lang.path() + "/me/ledger");
    communities
        .find(tx, task.communityId())
        .ifPresent(c -> model.put("office", (c.officeName() + " " + c.officePhone()).strip()));
    outbox.put(
        tx,
        Letter.of(
            contact.email(),
            contact.id(),
            Kind.THANKS_RECORDED,
            lang,
            model,
            "thanks:" + application.id() + ":" + attendance.slotId() + ":" + attendance.version()));
  }
}
