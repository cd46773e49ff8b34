package yui.goods;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import yui.communities.Communities;
import yui.communities.Community;
import yui.communities.Group;
import yui.core.Days;
import yui.core.Lang;
import yui.core.PersonId;
import yui.core.Spoken;
import yui.db.Tx;
import yui.ledger.OwedLine;
import yui.ledger.Said;
import yui.mail.Kind;
import yui.mail.Letter;
import yui.mail.Outbox;
import yui.people.Contact;
import yui.people.People;
import yui.tasks.Task;
import yui.web.Words;

/** The letters about something else, and about what does not keep; to both sides. */
public final class GoodsLetters {
  private final People people;
  private final Communities communities;
  private final Outbox outbox;
  private final Words words;
  private final String origin;

  public GoodsLetters(
      People people, Communities communities, Outbox outbox, Words words, String origin) {
    this.people = people;
    this.communities = communities;
    this.outbox = outbox;
    this.words = words;
    this.origin = origin;
  }

  /** With a link that answers without a login. */
  void proposed(Tx tx, Task task, Substitution proposed, String token) {
    Contact to = people.contact(tx, proposed.personId());
    Map<String, String> model = model(tx, task, to);
    model.put("group", group(tx, task));
    exchange(tx, proposed, to.lang(), model);
    model.put("reason", proposed.reason());
    model.put("confirmBy", Spoken.deadline(proposed.endsAt(), to.lang()));
    model.put("url", origin + to.lang().path() + "/instead/" + token);
    put(tx, to, Kind.SUBSTITUTION_ASKED, model, "substitution:" + proposed.id());
  }

  void answered(Tx tx, Task task, Substitution answered) {
    String applicant =
        tx.asSystem(() -> people.displayNames(tx, List.of(answered.personId())))
            .getOrDefault(answered.personId(), "");
    for (Contact to : people.contacts(tx, hosts(tx, task))) {
      Map<String, String> model = model(tx, task, to);
      model.put("applicant", applicant);
      exchange(tx, answered, to.lang(), model);
      model.put("answer", words.say(to.lang(), "substitution.state." + answered.state()));
      model.put("url", origin + to.lang().path() + "/tasks/" + task.id() + "/hand-over");
      put(tx, to, Kind.SUBSTITUTION_ANSWERED, model, "substitution:" + answered.id());
    }
  }

  /** To who is to come for it, and to the hosts, who are told once a line and day. */
  void ends(Tx tx, Task task, OwedLine line, Expiring.Ending ending) {
    Contact to = people.contact(tx, line.personId());
    Map<String, String> model = goods(tx, task, line, ending, to);
    model.put("group", group(tx, task));
    model.put("place", ending.whereSpoken());
    model.put("url", origin + to.lang().path() + "/me/ledger");
    put(tx, to, Kind.PRODUCE_DUE, model, cause(line, ending));
    for (Contact host : people.contacts(tx, hosts(tx, task))) {
      Map<String, String> theirs = goods(tx, task, line, ending, host);
      theirs.put("url", owed(task, host.lang()));
      put(
          tx,
          host,
          Kind.PRODUCE_DUE_HOST,
          theirs,
          "ends:" + line.taskId() + ":" + line.line() + ":" + ending.until());
    }
  }

  /** What nobody came for is the payer's again. */
  void ended(Tx tx, Task task, OwedLine line, Expiring.Ending ending) {
    Contact to = people.contact(tx, line.personId());
    Map<String, String> model = goods(tx, task, line, ending, to);
    model.remove("endsOn");
    model.put("group", group(tx, task));
    model.put("url", origin + to.lang().path() + "/me/ledger");
    put(tx, to, Kind.PRODUCE_EXPIRED, model, cause(line, ending));
    for (Contact host : people.contacts(tx, hosts(tx, task))) {
      Map<String, String> theirs = goods(tx, task, line, ending, host);
      theirs.remove("endsOn");
      theirs.put(
          "applicant",
          tx.asSystem(() -> people.displayNames(tx, List.of(line.personId())))
              .getOrDefault(line.personId(), ""));
      theirs.put("url", owed(task, host.lang()));
      put(tx, host, Kind.PRODUCE_EXPIRED_HOST, theirs, cause(line, ending));
    }
  }

  private static String cause(OwedLine line, Expiring.Ending ending) {
    return "ends:" + line.applicationId() + ":" + line.line() + ":" + ending.until();
  }

  private String owed(Task task, Lang lang) {
    return origin + lang.path() + "/communities/" + task.communityId() + "/owed";
  }

  private Map<String, String> goods(
      Tx tx, Task task, OwedLine line, Expiring.Ending ending, Contact to) {
    Map<String, String> model = model(tx, task, to);
    model.put("goods", new Said(tx, words, to.lang()).amount(line.unit(), line.left()));
    model.put("until", Spoken.day(Days.startOf(ending.until()), to.lang()));
    model.put("endsOn", Spoken.day(Days.startOf(ending.endsOn()), to.lang()));
    return model;
  }

  private void exchange(Tx tx, Substitution s, Lang lang, Map<String, String> model) {
    Said said = new Said(tx, words, lang);
    model.put("now", said.amount(s.unit(), s.quantity()));
    model.put("instead", said.amount(s.newUnit(), s.newQuantity()));
  }

  private Map<String, String> model(Tx tx, Task task, Contact to) {
    Map<String, String> model = new HashMap<>();
    model.put("name", to.name());
    model.put("task", task.title());
    model.put(
        "office", communities.find(tx, task.communityId()).map(GoodsLetters::office).orElse(""));
    return model;
  }

  private static String office(Community community) {
    return (community.officeName() + " " + community.officePhone()).strip();
  }

  private String group(Tx tx, Task task) {
    return communities.group(tx, task.groupId()).map(Group::name).orElse("");
  }

  /** The group's hosts; the desk stands in for a group that has none. */
  private List<PersonId> hosts(Tx tx, Task task) {
    List<PersonId> hosts = communities.hosts(tx, task.groupId());
    return hosts.isEmpty() ? communities.coordinators(tx, task.communityId()) : hosts;
  }

  private void put(Tx tx, Contact to, Kind kind, Map<String, String> model, String cause) {
    outbox.put(tx, Letter.of(to.email(), to.id(), kind, to.lang(), model, cause));
  }
}
