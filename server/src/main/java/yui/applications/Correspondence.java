package yui.applications;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import yui.calendars.Calendars;
import yui.calendars.Event;
import yui.communities.Communities;
import yui.communities.Community;
import yui.core.Days;
import yui.core.Lang;
import yui.core.PersonId;
import yui.core.Spoken;
import yui.db.Tx;
import yui.mail.Kind;
import yui.mail.Letter;
import yui.mail.Outbox;
import yui.people.Contact;
import yui.people.People;
import yui.tasks.OnCall;
import yui.tasks.Spot;
import yui.tasks.Task;
import yui.tasks.Weather;
import yui.web.Words;

/** The letters that go with what happens to an application, each in its reader's language. */
final class Correspondence {
  private final People people;
  private final Communities communities;
  private final Outbox outbox;
  private final Words words;
  private final String origin;
  private final Agenda agenda;

  Correspondence(
      People people, Communities communities, Outbox outbox, Words words, String origin) {
    this.people = people;
    this.communities = communities;
    this.outbox = outbox;
    this.words = words;
    this.origin = origin;
    this.agenda = new Agenda(communities, words, origin);
  }

  Agenda agenda() {
    return agenda;
  }

  void received(Tx tx, Task task, Application application) {
    toHosts(
        tx,
        task,
        application,
        application.slots(),
        Kind.APPLICATION_RECEIVED,
        lang -> Map.of("message", application.message()));
  }

  void selected(
      Tx tx, Task task, Application application, List<ApplicationSlot> slots, String message) {
    toApplicant(
        tx,
        task,
        application,
        slots,
        Kind.SELECTED,
        lang -> {
          Map<String, String> more = asked(tx, task, application, slots, lang);
          more.put("message", message);
          return more;
        });
  }

  void offered(Tx tx, Task task, Application application, ApplicationSlot slot) {
    toApplicant(
        tx,
        task,
        application,
        List.of(slot),
        Kind.OFFERED,
        lang -> asked(tx, task, application, List.of(slot), lang));
  }

  /** How long a letter waits that is sent by a slip of the finger now and then. */
  static final Duration HELD = Duration.ofMinutes(10);

  void declined(
      Tx tx, Task task, Application application, List<ApplicationSlot> slots, String message) {
    toApplicant(
        tx,
        task,
        application,
        slots,
        Kind.DECLINED,
        lang -> Map.of("message", message, "url", address(lang, "/tasks")),
        tx.now().plus(HELD));
  }

  /** Whether the letter of a decline was still held: then nobody gets it. */
  boolean callBackDeclined(Tx tx, Application application, Instant declinedAt) {
    return outbox.callBack(tx, causes(Kind.DECLINED, application), declinedAt);
  }

  void takenBack(
      Tx tx, Task task, Application application, List<ApplicationSlot> slots, String reason) {
    toApplicant(
        tx,
        task,
        application,
        slots,
        Kind.TAKEN_BACK,
        lang -> Map.of("reason", reason, "url", address(lang, "/tasks")));
  }

  void expired(Tx tx, Task task, Application application, List<ApplicationSlot> slots) {
    toApplicant(
        tx,
        task,
        application,
        slots,
        Kind.EXPIRED,
        lang -> Map.of("url", address(lang, "/tasks/" + task.id())));
    toHosts(
        tx,
        task,
        application,
        slots,
        Kind.WITHDRAWN,
        lang -> Map.of("reason", words.say(lang, "application.silent")));
  }

  /** Nobody answered in time; that is not the applicant's fault. */
  void lapsed(Tx tx, Task task, Application application, List<ApplicationSlot> slots) {
    toApplicant(
        tx, task, application, slots, Kind.LAPSED, lang -> Map.of("url", address(lang, "/tasks")));
  }

  void calledOff(
      Tx tx, Task task, Application application, List<ApplicationSlot> slots, String reason) {
    toApplicant(
        tx,
        task,
        application,
        slots,
        Kind.CANCELLED,
        lang -> Map.of("reason", reason, "url", address(lang, "/tasks")));
  }

  void moved(
      Tx tx,
      Task task,
      Application application,
      List<ApplicationSlot> before,
      List<ApplicationSlot> there,
      String reason) {
    toApplicant(
        tx,
        task,
        application,
        there,
        Kind.POSTPONED,
        lang -> Map.of("formerly", when(before, lang), "reason", reason));
  }

  void weather(
      Tx tx, Task task, Application application, List<ApplicationSlot> slots, Weather weather) {
    Contact contact = people.contact(tx, application.personId());
    Lang lang = contact.lang();
    boolean waits = weather.state() == Weather.State.WAITING;
    Map<String, String> model = new HashMap<>();
    model.put("name", contact.name());
    model.put("group", group(tx, task));
    model.put("task", task.title());
    model.put("when", when(slots, lang));
    model.put("url", address(lang, "/tasks/" + task.id()));
    model.put("office", office(tx, task));
    model.put("message", weather.words());
    if (waits) {
      model.put("decideAt", Spoken.deadline(weather.decideAt(), lang));
      model.put("decider", weather.decider());
    }
    put(
        tx,
        contact,
        waits ? Kind.WEATHER_HOLD : Kind.WEATHER_GO,
        model,
        "weather:" + application.id() + ":" + weather.version());
  }

  /** To the hosts and the desk: those who come wait for a word. */
  void weatherDue(Tx tx, Task task, Weather weather) {
    Set<PersonId> readers = new LinkedHashSet<>(hosts(tx, task));
    readers.addAll(communities.coordinators(tx, task.communityId()));
    for (Contact contact : people.contacts(tx, readers)) {
      Lang lang = contact.lang();
      Map<String, String> model = new HashMap<>();
      model.put("name", contact.name());
      model.put("task", task.title());
      model.put(
          "when", task.slots().stream().map(s -> s.spoken(lang)).collect(Collectors.joining("\n")));
      model.put("decider", weather.decider());
      model.put("url", address(lang, "/tasks/" + task.id() + "/manage"));
      model.put("office", office(tx, task));
      put(
          tx,
          contact,
          Kind.WEATHER_DUE,
          model,
          "weather_due:" + task.id() + ":" + weather.version());
    }
  }

  void confirmed(Tx tx, Task task, Application application, List<ApplicationSlot> slots) {
    toHosts(tx, task, application, slots, Kind.CONFIRMED, lang -> Map.of());
  }

  void withdrawn(
      Tx tx, Task task, Application application, List<ApplicationSlot> slots, String reason) {
    toHosts(tx, task, application, slots, Kind.WITHDRAWN, lang -> Map.of("reason", reason));
  }

  /** To the one who withdrew, to hand on to those who would have come along. */
  void withdrawalKept(Tx tx, Task task, Application application, List<ApplicationSlot> slots) {
    toApplicant(
        tx,
        task,
        application,
        slots,
        Kind.WITHDRAWAL_KEPT,
        lang -> Map.of("companions", companions(application), "url", address(lang, "/tasks")));
  }

  private static String companions(Application application) {
    return application.companions().stream().map(Companion::name).collect(Collectors.joining("、"));
  }

  /** To both sides: a withdrawal is undone, and who had not answered yet still has to. */
  void cameBack(Tx tx, Task task, Application application, List<ApplicationSlot> slots) {
    List<ApplicationSlot> asked = slots.stream().filter(s -> s.confirmBy() != null).toList();
    toApplicant(
        tx,
        task,
        application,
        slots,
        Kind.WITHDRAWAL_UNDONE,
        lang -> {
          Map<String, String> more = new HashMap<>();
          more.put("companions", companions(application));
          if (!asked.isEmpty()) more.putAll(asked(tx, task, application, asked, lang));
          more.remove("place");
          return more;
        });
    toHosts(tx, task, application, slots, Kind.COMES_AFTER_ALL, lang -> Map.of());
  }

  /** To a task's hosts, and where it presses to the desk: so many wait for an answer. */
  void unanswered(Tx tx, Task task, int waiting, Instant since, boolean urgent) {
    Set<PersonId> readers = new LinkedHashSet<>(hosts(tx, task));
    if (urgent) readers.addAll(communities.coordinators(tx, task.communityId()));
    for (Contact contact : people.contacts(tx, readers)) {
      Lang lang = contact.lang();
      Map<String, String> model = new HashMap<>();
      model.put("name", contact.name());
      model.put("task", task.title());
      model.put("waiting", words.say(lang, "application.heads", Map.of("heads", waiting)));
      model.put("since", Spoken.day(since, lang));
      model.put(
          "when", task.slots().stream().map(s -> s.spoken(lang)).collect(Collectors.joining("\n")));
      model.put("url", address(lang, "/tasks/" + task.id() + "/applications"));
      model.put("office", office(tx, task));
      put(tx, contact, Kind.UNANSWERED, model, "unanswered:" + task.id() + ":" + Days.of(tx.now()));
    }
  }

  /** The cause names the slot's time: moved, it is another letter. */
  void reminder(
      Tx tx, Task task, Application application, ApplicationSlot slot, Reminding.Near near) {
    Contact contact = people.contact(tx, application.personId());
    Lang lang = contact.lang();
    Map<String, String> model = new HashMap<>();
    model.put("name", contact.name());
    model.put("task", task.title());
    model.put("when", when(List.of(slot), lang));
    model.put("meet", meet(task, lang));
    model.put("url", address(lang, "/tasks/" + task.id()));
    model.put("cannot", address(lang, AnswerLinks.path(tx, application)));
    model.put("bring", task.bring());
    OnCall onCall = task.onCall();
    if (onCall != null) {
      model.put("onCall", onCall.spoken());
      model.put("phone", onCall.phone());
    }
    model.put("office", office(tx, task));
    Kind kind =
        switch (near) {
          case WEEK -> Kind.REMINDER_WEEK;
          case DAY -> Kind.REMINDER;
          case MORNING -> Kind.REMINDER_MORNING;
        };
    String cause = "remind:" + application.id() + ":" + slot.slotId() + ":" + slot.startsAt();
    put(
        tx,
        contact,
        kind,
        model,
        cause,
        agenda.entries(tx, task, application, List.of(slot), lang));
  }

  /** What changes with the reader's language. */
  private interface Wording {
    Map<String, String> in(Lang lang);
  }

  private void toApplicant(
      Tx tx,
      Task task,
      Application application,
      List<ApplicationSlot> slots,
      Kind kind,
      Wording wording) {
    toApplicant(tx, task, application, slots, kind, wording, null);
  }

  private void toApplicant(
      Tx tx,
      Task task,
      Application application,
      List<ApplicationSlot> slots,
      Kind kind,
      Wording wording,
      @Nullable Instant after) {
    Contact contact = people.contact(tx, application.personId());
    Lang lang = contact.lang();
    Map<String, String> model = new HashMap<>();
    model.put("name", contact.name());
    model.put("group", group(tx, task));
    model.put("task", task.title());
    model.put("when", when(slots, lang));
    model.put("url", address(lang, "/me/applications#a-" + application.id()));
    model.put("office", office(tx, task));
    model.putAll(wording.in(lang));
    put(
        tx,
        contact,
        kind,
        model,
        cause(kind, application),
        agenda.entries(tx, task, application, slots, lang),
        after);
  }

  private void toHosts(
      Tx tx,
      Task task,
      Application application,
      List<ApplicationSlot> slots,
      Kind kind,
      Wording wording) {
    String applicant = applicant(tx, application.personId());
    for (Contact contact : people.contacts(tx, hosts(tx, task))) {
      Lang lang = contact.lang();
      Map<String, String> model = new HashMap<>();
      model.put("name", contact.name());
      model.put("applicant", applicant);
      model.put("task", task.title());
      model.put(
          "heads", words.say(lang, "application.heads", Map.of("heads", application.heads())));
      model.put("when", when(slots, lang));
      model.put(
          "url", address(lang, "/tasks/" + task.id() + "/applications#a-" + application.id()));
      model.put("office", office(tx, task));
      model.putAll(wording.in(lang));
      put(tx, contact, kind, model, cause(kind, application));
    }
  }

  /** The group's hosts; the desk stands in for a group that has none. */
  private List<PersonId> hosts(Tx tx, Task task) {
    List<PersonId> hosts = communities.hosts(tx, task.groupId());
    return hosts.isEmpty() ? communities.coordinators(tx, task.communityId()) : hosts;
  }

  private String applicant(Tx tx, PersonId person) {
    return tx.asSystem(() -> people.displayNames(tx, List.of(person))).getOrDefault(person, "");
  }

  private void put(Tx tx, Contact to, Kind kind, Map<String, String> model, String cause) {
    put(tx, to, kind, model, cause, List.of());
  }

  private void put(
      Tx tx, Contact to, Kind kind, Map<String, String> model, String cause, List<Event> entries) {
    put(tx, to, kind, model, cause, entries, null);
  }

  private void put(
      Tx tx,
      Contact to,
      Kind kind,
      Map<String, String> model,
      String cause,
      List<Event> entries,
      @Nullable Instant after) {
    String calendar = entries.isEmpty() ? "" : Calendars.letter(entries, agenda.organizer());
    outbox.put(tx, new Letter(to.email(), to.id(), kind, to.lang(), model, cause, after, calendar));
  }

  // A version is one deed, so each deed writes at most one letter of a kind to a reader.
  private static String cause(Kind kind, Application application) {
    return causes(kind, application) + application.version();
  }

  /** How the causes of all letters of a kind about an application begin. */
  private static String causes(Kind kind, Application application) {
    return kind + ":" + application.id() + ":";
  }

  private Map<String, String> asked(
      Tx tx, Task task, Application application, List<ApplicationSlot> slots, Lang lang) {
    Map<String, String> asked = new HashMap<>();
    asked.put("url", address(lang, AnswerLinks.path(tx, application)));
    asked.put("place", meet(task, lang));
    Instant first =
        slots.stream().map(ApplicationSlot::knownConfirmBy).min(Instant::compareTo).orElseThrow();
    asked.put("confirmBy", Spoken.deadline(first, lang));
    return asked;
  }

  private String meet(Task task, Lang lang) {
    Spot spot = task.spot();
    if (spot == null) return words.say(lang, "application.remote");
    String meeting = spot.meetingPoint();
    if (meeting.isEmpty()) {
      return spot.label().isEmpty() ? words.say(lang, "application.ask_place") : spot.label();
    }
    return meeting;
  }

  static String when(Collection<ApplicationSlot> slots, Lang lang) {
    return slots.stream().map(slot -> slot.spoken(lang)).collect(Collectors.joining("\n"));
  }

  private String group(Tx tx, Task task) {
    return communities.group(tx, task.groupId()).orElseThrow().name();
  }

  private String office(Tx tx, Task task) {
    @Nullable Community community = communities.find(tx, task.communityId()).orElse(null);
    if (community == null) return "";
    return (community.officeName() + " " + community.officePhone()).strip();
  }

  private String address(Lang lang, String path) {
    return origin + lang.path() + path;
  }
}
