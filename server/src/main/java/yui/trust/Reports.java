package yui.trust;

import io.vertx.sqlclient.Row;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import yui.communities.Communities;
import yui.communities.Community;
import yui.core.Caller;
import yui.core.CommunityId;
import yui.core.Ids;
import yui.core.PersonId;
import yui.core.Refusal;
import yui.db.Audit;
import yui.db.Instants;
import yui.db.Tx;
import yui.mail.Kind;
import yui.mail.Letter;
import yui.mail.Outbox;
import yui.messages.Messages;
import yui.people.Contact;
import yui.people.People;
import yui.tasks.Tasks;
import yui.web.Cursor;

/**
 * Reports to a desk: received, looked at, closed with words; whoever reported sees how far it is.
 */
public final class Reports {
  /** What somebody reports. */
  record Entry(Report.Kind aboutKind, UUID aboutId, String words) {}

  private final Tasks tasks;
  private final Communities communities;
  private final People people;
  private final Messages messages;
  private final Outbox outbox;
  private final String origin;

  /**
   * @param origin where letters' links begin, without a slash at its end
   */
  public Reports(
      Tasks tasks,
      Communities communities,
      People people,
      Messages messages,
      Outbox outbox,
      String origin) {
    this.tasks = tasks;
    this.communities = communities;
    this.people = people;
    this.messages = messages;
    this.outbox = outbox;
    this.origin = origin;
  }

  private static final String ADD =
      """
      insert into reports (id, community_id, about_kind, about_id, reporter_id, words, told_at)
      values ($1, $2, $3, $4, $5, $6, $7)
      """;

  /**
   * By anybody; whom it is about is looked up by the desk, with the desk's eyes, so that nobody
   * learns here who exists. A task or a message is reported by whoever may read it; a message is
   * handed to the desk with the report.
   */
  Report tell(Tx tx, Caller caller, CommunityId id, Entry entry) {
    Community community = communities.get(tx, id);
    if (entry.aboutKind() == Report.Kind.MESSAGE
        && !messages.isReadBy(tx, caller, id, entry.aboutId())) {
      throw Refusal.notFound();
    }
    if (entry.aboutKind() == Report.Kind.TASK
        && tasks
            .byText(tx, caller, entry.aboutId().toString())
            .filter(task -> task.communityId().equals(id))
            .isEmpty()) {
      throw Refusal.notFound();
    }
    UUID report = Ids.next();
    tx.change(
        ADD,
        report,
        id.value(),
        entry.aboutKind().name(),
        entry.aboutId(),
        caller.known().value(),
        entry.words(),
        tx.now());
    for (Contact desk : people.contacts(tx, communities.coordinators(tx, id))) {
      Map<String, String> model = model(desk, community, report);
      model.put("message", entry.words());
      outbox.put(
          tx,
          Letter.of(
              desk.email(),
              desk.id(),
              Kind.REPORT_RECEIVED,
              desk.lang(),
              model,
              "report:" + report));
    }
    return find(tx, report).orElseThrow();
  }

  private Map<String, String> model(Contact to, Community community, UUID report) {
    Map<String, String> model = new HashMap<>();
    model.put("name", to.name());
    model.put("community", community.name(to.lang()));
    model.put(
        "url",
        origin + to.lang().path() + "/communities/" + community.id() + "/reports#r-" + report);
    model.put("office", (community.officeName() + " " + community.officePhone()).strip());
    return model;
  }

  private static final String COLUMNS =
      """
      select id, community_id, about_kind, about_id, reporter_id, words, state, told_at, looked_at,
        looked_by, closed_at, closed_by, outcome
      from reports
      """;
  private static final String ONE = COLUMNS + "where id = $1";

  private static Optional<Report> find(Tx tx, UUID id) {
    return tx.row(ONE, id).map(Reports::report);
  }

  private static final String LIST =
      COLUMNS
          + """
      where community_id = $1 and ($2::uuid is null or reporter_id = $2)
        and ($3::uuid is null or id < $3)
      order by id desc limit $4
      """;

  /** Of the desk all, of others their own; newest first. */
  Cursor<Report> list(
      Tx tx, Caller caller, CommunityId community, int limit, Optional<String> cursor) {
    communities.get(tx, community);
    UUID reporter = isDesk(caller, community) ? null : caller.known().value();
    UUID before = cursor.map(Cursor::decodeId).orElse(null);
    List<Report> found =
        tx.seenBy(
            caller,
            () -> tx.list(LIST, Reports::report, community.value(), reporter, before, limit + 1));
    return Cursor.cut(found, limit, report -> report.id().toString());
  }

  private static final String OPEN =
      "select count(*) as n from reports where community_id = $1 and state <> 'CLOSED'";

  /** How many wait for the desk, for its beginning. */
  public int open(Tx tx, CommunityId community) {
    return tx.row(OPEN, community.value()).map(row -> row.getLong("n").intValue()).orElse(0);
  }

  /** The messages that reports are about, by id. */
  Map<UUID, Messages.Quoted> quoted(Tx tx, List<Report> reports) {
    return messages.quoted(
        tx,
        reports.stream()
            .filter(report -> report.aboutKind() == Report.Kind.MESSAGE)
            .map(Report::aboutId)
            .toList());
  }

  /** For the desk and whoever reported; 404 for everybody else. */
  Report visible(Tx tx, Caller caller, UUID id) {
    return tx.seenBy(caller, () -> find(tx, id))
        .filter(r -> caller.is(r.reporter()) || isDesk(caller, r.communityId()))
        .orElseThrow(Refusal::notFound);
  }

  private static final String LOOK =
      """
      update reports set state = 'LOOKED_AT', looked_at = $2, looked_by = $3
      where id = $1 and state = 'RECEIVED'
      """;

  /** The desk has read it; again is harmless. */
  Report look(Tx tx, Caller caller, UUID id) {
    Report report = atDesk(tx, caller, id);
    return within(
        tx,
        caller,
        report.communityId(),
        () -> {
          tx.change(LOOK, id, tx.now(), caller.known().value());
          audit(tx, caller, report, "report_looked_at");
          return find(tx, id).orElseThrow();
        });
  }

  private static final String CLOSE =
      """
      update reports set state = 'CLOSED', closed_at = $2, closed_by = $3, outcome = $4,
        looked_at = coalesce(looked_at, $2), looked_by = coalesce(looked_by, $3)
      where id = $1 and state <> 'CLOSED'
      """;

  /** With words, which go to whoever reported. */
  Report close(Tx tx, Caller caller, UUID id, String words) {
    Report report = atDesk(tx, caller, id);
    return within(
        tx,
        caller,
        report.communityId(),
        () -> {
          if (tx.change(CLOSE, id, tx.now(), caller.known().value(), words) == 0) {
            throw Refusal.conflict("report_closed");
          }
          audit(tx, caller, report, "report_closed");
          Contact reporter = people.contact(tx, report.reporter());
          Community community = communities.get(tx, report.communityId());
          Map<String, String> model = model(reporter, community, id);
          model.put("message", words);
          outbox.put(
              tx,
              Letter.of(
                  reporter.email(),
                  reporter.id(),
                  Kind.REPORT_CLOSED,
                  reporter.lang(),
                  model,
                  "report_closed:" + id));
          return find(tx, id).orElseThrow();
        });
  }

  private Report atDesk(Tx tx, Caller caller, UUID id) {
    Report report = visible(tx, caller, id);
    if (!isDesk(caller, report.communityId())) throw Refusal.forbidden("forbidden");
    if (caller.is(report.reporter())) throw Refusal.forbidden("not_your_own");
    return report;
  }

  static boolean isDesk(Caller caller, CommunityId community) {
    return caller.isAdmin() || caller.coordinates(community);
  }

  private static void audit(Tx tx, Caller caller, Report report, String deed) {
    Audit.write(
        tx, caller.known(), report.communityId(), deed, Map.of("report", report.id().toString()));
  }

  private static <T> T within(Tx tx, Caller caller, CommunityId community, Supplier<T> work) {
    return tx.actingFor(community, caller, work);
  }

  private static Report report(Row row) {
    return new Report(
        row.getUUID("id"),
        new CommunityId(row.getUUID("community_id")),
        Report.Kind.valueOf(row.getString("about_kind")),
        row.getUUID("about_id"),
        new PersonId(row.getUUID("reporter_id")),
        row.getString("words"),
        Report.State.valueOf(row.getString("state")),
        Instants.of(row, "told_at"),
        Instants.maybe(row, "looked_at"),
        person(row.getUUID("looked_by")),
        Instants.maybe(row, "closed_at"),
        person(row.getUUID("closed_by")),
        row.getString("outcome"));
  }

  private static @Nullable PersonId person(@Nullable UUID id) {
    return id == null ? null : new PersonId(id);
  }
}
