package yui.web;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import yui.core.Caller;
import yui.core.CommunityId;
import yui.core.GroupId;
import yui.core.Ids;
import yui.core.Refusal;
import yui.core.Role;
import yui.db.Database;
import yui.db.Instants;
import yui.db.Pace;
import yui.db.Scope;
import yui.db.Tx;

/**
 * Long work on a context of its own. Whoever asked gets what comes of it when that is soon; else
 * they are led to a page that tells how far it is, may leave, and find the outcome for two days.
 * What a server was doing when it ended has happened whole or not at all; the page says that it
 * broke off, and to look.
 */
public final class Errands extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(Errands.class);
  private static final long PATIENCE_MILLIS = 4_000;
  private static final long TELL_MILLIS = 1_000;
  private static final int MOST_AT_ONCE = 12;
  private static final int MOST_LEFT = 6;
  private static final int MOST_OF_ONE = 3;
  private static final Duration KEPT = Duration.ofDays(2);
  private static final Duration SILENT = Duration.ofSeconds(60);

  /**
   * What is kept of one.
   *
   * @param refused why it did not happen, in words; else empty
   * @param leadsTo where a form leads, with the {@code notice} shown there; else empty
   * @param fileName of what was made; else empty
   */
  record Kept(
      UUID id,
      String what,
      String askedFrom,
      Instant askedAt,
      Instant seenAt,
      Instant endsAt,
      long done,
      long total,
      boolean ended,
      String refused,
      String leadsTo,
      String notice,
      String fileName) {

    boolean isRunning(Instant now) {
      return !ended && seenAt.isAfter(now.minus(SILENT));
    }

    boolean brokeOff(Instant now) {
      return !ended && !isRunning(now);
    }

    long percent() {
      return total == 0 ? 0 : 100 * done / total;
    }
  }

  private final Database database;
  private final Problems problems;
  private final Map<String, Errand> running = new ConcurrentHashMap<>();
  private @Nullable Context own;

  public Errands(Database database, Words words) {
    this.database = database;
    this.problems = new Problems(words);
  }

  @Override
  public Future<?> start() {
    own = context;
    AtomicBoolean telling = new AtomicBoolean();
    vertx.setPeriodic(
        TELL_MILLIS,
        timer -> {
          if (!telling.compareAndSet(false, true)) return;
          try {
            tell();
          } catch (Throwable e) { // waiting also throws checked exceptions, undeclared
            LOG.warn("how far long work is could not be told: {}", e.getMessage());
          } finally {
            telling.set(false);
          }
        });
    return Future.succeededFuture();
  }

  /**
   * Does somebody's work and answers what comes of it, or where they can follow it.
   *
   * @param same tells one piece of work from another: asked again, the first is waited for
   */
  Page done(Form form, String what, String askedFrom, String same, Function<Form, Page> work) {
    Caller caller = form.caller();
    String key = caller.known() + " " + same;
    Errand mine = new Errand(Ids.next(), caller, what, community(form), askedFrom);
    Errand errand = taken(key, mine);
    if (errand == mine) {
      Context on = own;
      if (on == null) throw new IllegalStateException("not started");
      on.runOnContext(began -> run(key, errand, work, form));
    }
    try {
      return errand.soon().timeout(PATIENCE_MILLIS, TimeUnit.MILLISECONDS).await();
    } catch (Throwable e) { // waiting also throws checked exceptions, undeclared
      // Ended just then: it is what it is, not what the waiting came to.
      if (errand.soon().isComplete()) return errand.soon().await();
    }
    return left(errand, form);
  }

  private Errand taken(String key, Errand mine) {
    Errand before = running.putIfAbsent(key, mine);
    if (before != null) return before;
    long theirs = running.values().stream().filter(one -> one.isOf(mine.caller)).count();
    long left = running.values().stream().filter(Errand::isLeft).count();
    if (theirs <= MOST_OF_ONE && left < MOST_LEFT && running.size() <= MOST_AT_ONCE) return mine;
    running.remove(key, mine);
    throw Refusal.of(Refusal.Kind.UNAVAILABLE, "busy_try_again");
  }

  private void run(String key, Errand errand, Function<Form, Page> work, Form form) {
    Optional<Page> page = Optional.empty();
    Throwable why = null;
    try {
      page = Optional.of(work.apply(form.atLength(errand.pace)));
    } catch (Throwable e) { // waiting also throws checked exceptions, undeclared
      why = e;
    }
    try {
      if (!errand.end(page, why)) kept(errand, page, why);
    } catch (Throwable e) { // as above
      LOG.error("what came of long work could not be kept", e);
    } finally {
      running.remove(key, errand);
    }
  }

  private static final String PUT =
      """
      insert into errands (id, person_id, community_id, what, asked_from, asked_at, seen_at, ends_at,
        group_ids)
      values ($1, $2, $3, $4, $5, $6, $6, $7, $8)
      on conflict do nothing
      """;
  private static final String TAKE_BACK = "delete from errands where id = $1";

  private Page left(Errand errand, Form form) {
    Scope scope = Scope.of(errand.caller);
    database.write(
        scope,
        tx ->
            tx.change(
                PUT,
                errand.id,
                errand.caller.known().value(),
                errand.community == null ? null : errand.community.value(),
                errand.what,
                errand.askedFrom,
                tx.now(),
                tx.now().plus(KEPT),
                hosted(errand)));
    if (errand.leave()) return Page.elsewhere(form.base() + ErrandPages.PATH + "/" + errand.id);
    database.write(scope, tx -> tx.change(TAKE_BACK, errand.id));
    return errand.soon().await();
  }

  private static @Nullable CommunityId community(Form form) {
    String[] parts = form.address().split("/", 4);
    boolean within = parts.length > 2 && parts[1].equals("communities");
    return within ? new CommunityId(Request.parsedId(parts[2])) : null;
  }

  private static final String TELL =
      "update errands set done = $2, total = $3, seen_at = $4 where id = $1 and ended_at is null";

  private void tell() {
    List<Errand> left = running.values().stream().filter(Errand::isLeft).toList();
    if (left.isEmpty()) return;
    database.write(
        Scope.ofSystem(),
        tx -> {
          for (Errand errand : left) {
            Pace pace = errand.pace;
            tx.change(TELL, errand.id, Math.min(pace.done(), pace.total()), pace.total(), tx.now());
          }
          return true;
        });
  }

  private static final String KEEP =
      """
      update errands set ended_at = $2, seen_at = $2, ends_at = $3, refused = $4, leads_to = $5,
        notice = $6, file_name = $7, content_type = $8, bytes = $9, done = total
      where id = $1
      """;

  // Too large a file perhaps: whoever follows it is told at once, and not that it is being made.
  private void kept(Errand errand, Optional<Page> page, @Nullable Throwable why) {
    try {
      keep(errand, page, why);
    } catch (Throwable e) { // as above
      keep(errand, Optional.empty(), e);
    }
  }

  private void keep(Errand errand, Optional<Page> page, @Nullable Throwable why) {
    String refused =
        why == null ? "" : problems.of(why, 0, errand.caller.lang(), errand.id.toString()).detail();
    String leadsTo = "";
    String notice = "";
    Page.@Nullable File made = null;
    switch (page.orElse(null)) {
      case Page.Elsewhere there -> {
        leadsTo = there.path();
        notice = there.notice() == null ? "" : there.notice();
      }
      case Page.File file -> made = file;
      // Nothing was written: asked again it is shown.
      case Page.Shown shown -> leadsTo = errand.askedFrom;
      case Page.Picture picture -> leadsTo = errand.askedFrom;
      case null -> {}
    }
    String to = leadsTo;
    String with = notice;
    Page.@Nullable File file = made;
    database.writeAtLength(
        Scope.of(errand.caller),
        tx ->
            tx.change(
                KEEP,
                errand.id,
                tx.now(),
                tx.now().plus(KEPT),
                refused,
                to,
                with,
                file == null ? "" : name(file, errand),
                file == null ? "" : file.contentType(),
                file == null ? null : Buffer.buffer(file.bytes())));
  }

  private static String name(Page.File file, Errand errand) {
    return file.name() == null ? errand.what : file.name();
  }

  private static final String COLUMNS =
      """
      select id, what, asked_from, asked_at, seen_at, ends_at, done, total,
        ended_at is not null as ended, refused, leads_to, notice, file_name, community_id
      from errands where person_id = $1 and ends_at > $2
      """;
  private static final String LIST = COLUMNS + " order by id desc limit 50";
  private static final String FIND = COLUMNS + " and id = $3";

  static List<Kept> of(Tx tx, Caller caller) {
    return tx.list(LIST, Errands::kept, caller.known().value(), tx.now());
  }

  static Kept find(Tx tx, Caller caller, UUID id) {
    return tx.row(FIND, caller.known().value(), tx.now(), id)
        .map(Errands::kept)
        .orElseThrow(Refusal::notFound);
  }

  private static Kept kept(Row row) {
    return new Kept(
        row.getUUID("id"),
        row.getString("what"),
        row.getString("asked_from"),
        Instants.of(row, "asked_at"),
        Instants.of(row, "seen_at"),
        Instants.of(row, "ends_at"),
        row.getLong("done"),
        row.getLong("total"),
        row.getBoolean("ended"),
        row.getString("refused"),
        row.getString("leads_to"),
        row.getString("notice"),
        row.getString("file_name"));
  }

  private static final String FILE =
      """
      select community_id, group_ids, asked_from, asked_at, file_name, content_type, bytes
      from errands where person_id = $1 and ends_at > $2 and id = $3 and bytes is not null
      """;

  /** What was made, for whoever may still read it. */
  static Page.File file(Tx tx, Caller caller, UUID id) {
    Row row = tx.row(FILE, caller.known().value(), tx.now(), id).orElseThrow(Refusal::notFound);
    UUID community = row.getUUID("community_id");
    boolean mayRead =
        caller.isAdmin()
            || (community == null
                ? !row.getString("asked_from").contains("/admin/")
                : reads(caller, new CommunityId(community), row.getArrayOfUUIDs("group_ids")));
    if (!mayRead) throw Refusal.notFound();
    return new Page.File(
        row.getString("content_type"),
        row.getString("file_name"),
        row.getBuffer("bytes").getBytes());
  }

  // Who lost the role since, in which they asked, reads no more what it was made for.
  private static boolean reads(Caller caller, CommunityId community, UUID[] groups) {
    if (caller.coordinates(community) || caller.audits(community)) return true;
    return groups.length > 0
        && Arrays.stream(groups).allMatch(group -> caller.hosts(new GroupId(group)));
  }

  /** The groups of a host; none of a desk or an auditor, who read for the whole community. */
  private static UUID[] hosted(Errand errand) {
    CommunityId community = errand.community;
    Caller caller = errand.caller;
    if (community == null
        || caller.isAdmin()
        || caller.coordinates(community)
        || caller.audits(community)) {
      return new UUID[0];
    }
    return caller.memberships().stream()
        .filter(m -> m.role() == Role.HOST && community.equals(m.communityId()))
        .flatMap(m -> Optional.ofNullable(m.groupId()).stream())
        .map(GroupId::value)
        .toArray(UUID[]::new);
  }

  private static final String FORGET = "delete from errands where ends_at <= $1";

  /** For a job: what has been kept long enough; in system scope. */
  public static int forget(Tx tx) {
    return tx.change(FORGET, tx.now());
  }
}
