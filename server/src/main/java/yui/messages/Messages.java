package yui.messages;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import yui.applications.Application;
import yui.applications.ApplicationId;
import yui.applications.Applications;
import yui.communities.Communities;
import yui.communities.Community;
import yui.core.Caller;
import yui.core.CommunityId;
import yui.core.Ids;
import yui.core.PersonId;
import yui.core.Refusal;
import yui.db.Audit;
import yui.db.Tx;
import yui.mail.Kind;
import yui.mail.Letter;
import yui.mail.Outbox;
import yui.people.Blocks;
import yui.people.Contact;
import yui.people.People;
import yui.tasks.Task;
import yui.tasks.Tasks;

/**
 * What an applicant and a host say to each other about one application. Each word goes to the other
 * side as a letter too; nobody learns anybody's address from it.
 */
public final class Messages {
  private static final UUID BEGINNING = new UUID(0, 0);

  /**
   * An application as somebody on one of its sides sees its messages.
   *
   * @param isOpen false for a desk that nobody has called
   * @param mayWrite false for two sides of whom one does not want to meet the other; a desk may
   */
  record Talk(
      Application application,
      Task task,
      Side side,
      Optional<DeskCall> deskCall,
      boolean isOpen,
      boolean mayWrite) {}

  private final Applications applications;
  private final Tasks tasks;
  private final Communities communities;
  private final People people;
  private final Outbox outbox;
  private final String origin;

  /**
   * @param origin where letters' links begin, without a slash at its end
   */
  public Messages(
      Applications applications,
      Tasks tasks,
      Communities communities,
      People people,
      Outbox outbox,
      String origin) {
    this.applications = applications;
    this.tasks = tasks;
    this.communities = communities;
    this.people = people;
    this.outbox = outbox;
    this.origin = origin;
  }

  /** The talk about an application, for its two sides and a desk that was called. */
  Talk talk(Tx tx, Caller caller, ApplicationId id) {
    Talk talk = known(tx, caller, id);
    if (!talk.isOpen()) throw Refusal.forbidden("desk_not_called");
    return talk;
  }

  /** Oldest first, after one that was seen, or from the beginning. */
  List<Message> after(Tx tx, Talk talk, Optional<UUID> seen, int most) {
    return MessageStore.after(tx, talk.application().id(), seen.orElse(BEGINNING), most);
  }

  /** The newest, oldest of them first. */
  List<Message> latest(Tx tx, Talk talk, int most) {
    return MessageStore.latest(tx, talk.application().id(), most);
  }

  /** Says something to the other side. */
  Message send(Tx tx, Caller caller, ApplicationId id, String body) {
    Talk talk = talk(tx, caller, id);
    if (!talk.mayWrite()) throw Refusal.conflict("not_allowed_here");
    Message message = new Message(Ids.next(), talk.side(), caller.known(), body, tx.now());
    MessageStore.add(tx, talk.application(), message);
    String from = name(tx, talk, talk.side());
    for (Contact to : people.contacts(tx, readers(tx, talk))) {
      if (caller.is(to.id())) continue;
      Map<String, String> model = model(talk, to, from);
      model.put("message", body);
      put(tx, to, Kind.MESSAGE, model, "message:" + message.id());
    }
    return message;
  }

  /**
   * Asks the desk to read along and help; a coordinator may call it unasked, for a host on the
   * phone, and both sides see that and why. Once called it stays.
   */
  DeskCall call(Tx tx, Caller caller, ApplicationId id, String reason) {
    Talk talk = known(tx, caller, id);
    DeskCall call = new DeskCall(talk.side(), reason, tx.now());
    if (!MessageStore.call(tx, talk.application(), caller.known(), call)) {
      return MessageStore.called(tx, id).orElseThrow();
    }
    Audit.write(
        tx,
        caller.known(),
        talk.application().communityId(),
        "desk_called",
        Map.of("applicationId", id.toString(), "side", talk.side().name()));
    String from = name(tx, talk, talk.side());
    List<PersonId> desk = communities.coordinators(tx, talk.application().communityId());
    for (Contact to : people.contacts(tx, desk)) {
      if (caller.is(to.id())) continue;
      Map<String, String> model = model(talk, to, from);
      model.put("reason", reason);
      put(tx, to, Kind.DESK_CALLED, model, "desk_called:" + id);
    }
    return call;
  }

  /** What a side is called on both sides' screens and letters. */
  String name(Tx tx, Talk talk, Side side) {
    return name(tx, talk.application(), talk.task(), side);
  }

  private String name(Tx tx, Application application, Task task, Side side) {
    return switch (side) {
      case APPLICANT -> {
        PersonId person = application.personId();
        yield tx.asSystem(() -> people.displayNames(tx, List.of(person))).getOrDefault(person, "");
      }
      case HOST -> communities.group(tx, task.groupId()).orElseThrow().name();
      case DESK -> {
        Community community = communities.get(tx, application.communityId());
        yield community.officeName().isBlank() ? community.name() : community.officeName();
      }
    };
  }

  /** A message as it is shown to a desk that it was reported to. */
  public record Quoted(String from, String body, Instant sentAt) {}

  /** Whether somebody may read a message of this community, and so may report it. */
  public boolean isReadBy(Tx tx, Caller caller, CommunityId community, UUID message) {
    return MessageStore.ones(tx, List.of(message)).stream()
        .map(placed -> applications.visible(tx, caller, placed.application()))
        .filter(application -> application.communityId().equals(community))
        .anyMatch(application -> takesPart(tx, caller, application));
  }

  private boolean takesPart(Tx tx, Caller caller, Application application) {
    Task task = tasks.find(tx, application.taskId()).orElseThrow();
    boolean called =
        MessageStore.called(tx, application.id()).isPresent()
            || communities.hosts(tx, task.groupId()).isEmpty();
    return caller.is(application.personId())
        || caller.hosts(task.groupId())
        || called && caller.coordinates(application.communityId());
  }

  /** Messages by id, past the caller's rights: for those who may see a report of them. */
  public Map<UUID, Quoted> quoted(Tx tx, Collection<UUID> ids) {
    Map<UUID, Quoted> quoted = new HashMap<>();
    tx.asSystem(
        () -> {
          for (MessageStore.Placed one : MessageStore.ones(tx, ids)) {
            Message said = one.message();
            quoted.put(said.id(), new Quoted(author(tx, one), said.body(), said.sentAt()));
          }
          return quoted;
        });
    return quoted;
  }

  private String author(Tx tx, MessageStore.Placed one) {
    Application application = applications.byIds(tx, List.of(one.application())).getFirst();
    Task task = tasks.find(tx, application.taskId()).orElseThrow();
    return name(tx, application, task, one.message().side());
  }

  /** As {@link #talk}, and for a coordinator who may only call the desk yet. */
  Talk known(Tx tx, Caller caller, ApplicationId id) {
    Application application = applications.visible(tx, caller, id);
    Task task =
        tasks.byIds(tx, List.of(application.taskId())).values().stream()
            .findFirst()
            .orElseThrow(() -> Refusal.forbidden("forbidden"));
    Side side = side(caller, application, task);
    Optional<DeskCall> called = MessageStore.called(tx, id);
    boolean open =
        side != Side.DESK || called.isPresent() || communities.hosts(tx, task.groupId()).isEmpty();
    boolean write =
        side == Side.DESK || !Blocks.between(tx, application.personId(), task.groupId());
    return new Talk(application, task, side, called, open, write);
  }

  private static Side side(Caller caller, Application application, Task task) {
    if (caller.is(application.personId())) return Side.APPLICANT;
    if (caller.hosts(task.groupId())) return Side.HOST;
    if (caller.coordinates(task.communityId())) return Side.DESK;
    throw Refusal.forbidden("forbidden");
  }

  /** Everybody the words are for: the other side, and the desk where it takes part. */
  private List<PersonId> readers(Tx tx, Talk talk) {
    List<PersonId> hosts = communities.hosts(tx, talk.task().groupId());
    List<PersonId> desk =
        hosts.isEmpty() || talk.deskCall().isPresent()
            ? communities.coordinators(tx, talk.application().communityId())
            : List.of();
    List<PersonId> applicant = List.of(talk.application().personId());
    return switch (talk.side()) {
      case APPLICANT -> both(hosts, desk);
      case HOST -> both(applicant, desk);
      case DESK -> both(applicant, hosts);
    };
  }

  private static List<PersonId> both(List<PersonId> some, List<PersonId> others) {
    return Stream.concat(some.stream(), others.stream()).distinct().toList();
  }

  private Map<String, String> model(Talk talk, Contact to, String from) {
    Map<String, String> model = new HashMap<>();
    model.put("name", to.name());
    model.put("from", from);
    model.put("task", talk.task().title());
    String path = "/applications/" + talk.application().id() + "/messages";
    model.put("url", origin + to.lang().path() + path);
    return model;
  }

  private void put(Tx tx, Contact to, Kind kind, Map<String, String> model, String cause) {
    outbox.put(tx, Letter.of(to.email(), to.id(), kind, to.lang(), model, cause));
  }
}
