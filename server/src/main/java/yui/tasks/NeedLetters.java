package yui.tasks;

import java.util.HashMap;
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

/** What a teller hears of their problem, and its helpers of the house, in their language. */
public final class NeedLetters {
  private final People people;
  private final Communities communities;
  private final Outbox outbox;
  private final TaskWords words;
  private final String origin;

  public NeedLetters(
      People people, Communities communities, Outbox outbox, Words words, String origin) {
    this.people = people;
    this.communities = communities;
    this.outbox = outbox;
    this.words = new TaskWords(words);
    this.origin = origin;
  }

  /** Answered, or set aside: as its state says. */
  void answered(Tx tx, PersonId to, Need need) {
    Kind kind = need.state() == NeedState.SET_ASIDE ? Kind.NEED_SET_ASIDE : Kind.NEED_ANSWERED;
    Contact contact = people.contact(tx, to);
    Map<String, String> model = about(tx, contact, need);
    model.put("message", need.answer());
    put(tx, contact, kind, model, kind + ":" + need.id() + ":" + need.version());
  }

  void tasked(Tx tx, PersonId to, Need need, Task task) {
    Contact contact = people.contact(tx, to);
    Map<String, String> model = about(tx, contact, need);
    model.put("task", task.title());
    put(tx, contact, Kind.NEED_TASKED, model, "need_tasked:" + need.id() + ":" + task.id());
  }

  /** Whom they come to can be read now: the letter itself does not say it. */
  void released(Tx tx, PersonId to, Task task) {
    Contact contact = people.contact(tx, to);
    Lang lang = contact.lang();
    Map<String, String> letter = words.letter(tx, task, lang);
    Map<String, String> model = new HashMap<>();
    model.put("name", contact.name());
    for (String slot : new String[] {"group", "task", "when"}) {
      model.put(slot, letter.getOrDefault(slot, ""));
    }
    model.put("url", words.url(origin, task.id(), lang));
    model.put("office", office(communities.get(tx, task.communityId())));
    put(tx, contact, Kind.HOUSEHOLD_RELEASED, model, "household:" + task.id());
  }

  private Map<String, String> about(Tx tx, Contact contact, Need need) {
    Lang lang = contact.lang();
    Community community = communities.get(tx, need.communityId());
    Map<String, String> model = new HashMap<>();
    model.put("name", contact.name());
    model.put("community", community.name(lang));
    model.put("need", need.words());
    model.put("url", origin + lang.path() + "/needs/" + need.id());
    model.put("office", office(community));
    return model;
  }

  private static String office(Community community) {
    return (community.officeName() + " " + community.officePhone()).strip();
  }

  private void put(Tx tx, Contact to, Kind kind, Map<String, String> model, String cause) {
    outbox.put(tx, Letter.of(to.email(), to.id(), kind, to.lang(), model, cause));
  }
}
