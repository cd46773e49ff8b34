package yui.privacy;

import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import yui.core.Caller;
import yui.core.Lang;
import yui.core.PersonId;
import yui.core.Refusal;
import yui.core.Spoken;
import yui.db.Audit;
import yui.db.Database;
import yui.db.Instants;
import yui.db.Scope;
import yui.db.Tx;
import yui.mail.Kind;
import yui.mail.Letter;
import yui.mail.Outbox;
import yui.web.Words;

/**
 * Leaving: asked for, thought better of, done when the days for that are over and nothing keeps
 * them. What goes and what stays says {@code erase_person()} in the database.
 */
public final class Erasures {
  private static final Logger LOG = LoggerFactory.getLogger(Erasures.class);

  /** Once more when the last click of somebody who left, in another window, is surely over. */
  private static final Duration AFTERWARDS = Duration.ofMinutes(2);

  private static final int A_TURN = 100;

  /**
   * What must end before somebody can leave.
   *
   * @param id of a task, a community or a group
   * @param title its name; {@code titleEn}: a community's in English, else empty
   * @param at when the work is
   * @param unit and {@code amount}: what is owed to them
   */
  record Keeping(
      String code,
      @Nullable UUID id,
      String title,
      String titleEn,
      @Nullable Instant at,
      @Nullable String unit,
      @Nullable Long amount) {

    String title(Lang lang) {
      return lang.isEnglish() && !titleEn.isEmpty() ? titleEn : title;
    }
  }

  /** When it was asked for and from when it is done. */
  public record Asked(Instant askedAt, Instant dueAt) {}

  private final Outbox outbox;
  private final Words words;
  private final String origin;
  private final Duration grace;

  /**
   * @param grace how long somebody may think better of it
   */
  public Erasures(Outbox outbox, Words words, String origin, Duration grace) {
    this.outbox = outbox;
    this.words = words;
    this.origin = origin;
    this.grace = grace;
  }

  Duration grace() {
    return grace;
  }

  private static final String KEEPS =
      """
      select k.code, k.about, coalesce(c.name_en, '') as name_en
        from what_keeps($1) with ordinality k (code, about, place)
        left join communities c on c.id::text = k.about ->> 'id'
        order by k.place
      """;

  List<Keeping> keeping(Tx tx, Caller caller) {
    return tx.list(KEEPS, Erasures::keeping, caller.known().value());
  }

  private static Keeping keeping(Row row) {
    JsonObject about = row.getJsonObject("about");
    String id = about.getString("id");
    String at = about.getString("at");
    return new Keeping(
        row.getString("code"),
        id == null ? null : UUID.fromString(id),
        about.getString("title", about.getString("community", "")),
        row.getString("name_en"),
        at == null ? null : OffsetDateTime.parse(at).toInstant(),
        about.getString("unit"),
        about.getLong("amount"));
  }

  private static final String ASKED =
      "select asked_at, due_at from erasures where person_id = $1 and done_at is null";

  /** Whether somebody has asked for it, which can be taken back until then. */
  public Optional<Asked> asked(Tx tx, Caller caller) {
    return tx.row(ASKED, caller.known().value())
        .map(row -> new Asked(Instants.of(row, "asked_at"), Instants.of(row, "due_at")));
  }

  private static final String ASK =
      """
      insert into erasures (person_id, asked_at, due_at) values ($1, $2, $3)
      on conflict (person_id) do nothing
      """;
  private static final String ADDRESS = "select email, name, lang from persons where id = $1";

  /** Asks for it; refused while something keeps them. Asked twice it stays with the first time. */
  Asked ask(Tx tx, Caller caller) {
    PersonId me = caller.known();
    List<Keeping> keeping = keeping(tx, caller);
    if (!keeping.isEmpty()) {
      throw Refusal.conflict(
          "erasure_kept", Map.of("codes", keeping.stream().map(Keeping::code).distinct().toList()));
    }
    Asked asked = new Asked(tx.now(), tx.now().plus(grace));
    if (tx.change(ASK, me.value(), asked.askedAt(), asked.dueAt()) == 0) {
      return asked(tx, caller).orElseThrow(Refusal::loginNeeded);
    }
    Audit.write(tx, me, null, "erasure_asked", Map.of());
    Row row = tx.row(ADDRESS, me.value()).orElseThrow();
    Lang lang = Lang.of(row.getString("lang"));
    Map<String, String> model = new HashMap<>();
    model.put("name", name(row));
    model.put("when", Spoken.moment(asked.dueAt(), lang));
    model.put("url", origin + lang.at("/me/data/leave"));
    outbox.put(
        tx,
        Letter.of(
            row.getString("email"),
            me,
            Kind.ERASURE_ASKED,
            lang,
            model,
            "erasure:" + me + ":" + asked.askedAt()));
    return asked;
  }

  private static final String TAKE_BACK =
      "delete from erasures where person_id = $1 and done_at is null";

  /** Whoever was not leaving stays as well. */
  void takeBack(Tx tx, Caller caller) {
    if (tx.change(TAKE_BACK, caller.known().value()) == 0) return;
    Audit.write(tx, caller.known(), null, "erasure_taken_back", Map.of());
  }

  private static final String DUE =
      """
      select person_id from erasures where done_at is null and due_at <= $1
      order by tried_at nulls first, due_at limit $2
      """;
  private static final String LET_GO = "select let_go($1) as gone";
  private static final String TRIED =
      "update erasures set tried_at = $2 where person_id = $1 and done_at is null";
  private static final String TELL =
      """
      update erasures set kept_told_at = $2
      where person_id = $1 and done_at is null and kept_told_at is null
      """;

  /** For a job: lets those go whose days are over; each in a transaction of its own. */
  public int run(Database database) {
    List<UUID> due =
        database.read(
            Scope.ofSystem(),
            tx -> tx.list(DUE, row -> row.getUUID("person_id"), tx.now(), A_TURN));
    int gone = 0;
    for (UUID person : due) {
      try {
        // Behind those who can go, whatever comes of it.
        database.write(Scope.ofSystem(), tx -> tx.change(TRIED, person, tx.now()));
        if (database.write(Scope.ofSystem(), tx -> letGo(tx, person))) gone++;
      } catch (RuntimeException e) {
        LOG.error("{} could not be erased, tried again", person, e);
      }
    }
    sweep(database);
    if (gone > 0) LOG.info("left for good: {}", gone);
    return gone;
  }

  private boolean letGo(Tx tx, UUID person) {
    if (tx.row(LET_GO, person).orElseThrow().getBoolean("gone")) {
      Audit.write(tx, null, null, "erasure_done", Map.of("id", person.toString()));
      return true;
    }
    List<Keeping> keeping = tx.list(KEEPS, Erasures::keeping, person);
    if (!keeping.isEmpty() && tx.change(TELL, person, tx.now()) == 1) {
      tell(tx, new PersonId(person), keeping);
    }
    return false;
  }

  private void tell(Tx tx, PersonId person, List<Keeping> keeping) {
    Row row = tx.row(ADDRESS, person.value()).orElseThrow();
    Lang lang = Lang.of(row.getString("lang"));
    Map<String, String> model = new HashMap<>();
    model.put("name", name(row));
    model.put(
        "keeping",
        keeping.stream()
            .map(kept -> KeepingWords.of(tx, kept, words, lang))
            .collect(Collectors.joining("\n")));
    model.put("url", origin + lang.at("/me/data/leave"));
    outbox.put(
        tx,
        Letter.of(
            row.getString("email"),
            person,
            Kind.ERASURE_KEPT,
            lang,
            model,
            "erasure_kept:" + person + ":" + tx.now()));
  }

  private static String name(Row row) {
    String name = row.getString("name");
    return name.isEmpty() ? row.getString("email") : name;
  }

  private static final String JUST_GONE =
      """
      select person_id from erasures where done_at <= $1 and swept_at is null
      order by done_at limit $2
      """;
  private static final String ERASE = "select erase_person($1)";
  private static final String SWEPT = "update erasures set swept_at = $2 where person_id = $1";
  private static final String EMPTY = "select empty_letters() as waiting";

  private static void sweep(Database database) {
    List<UUID> gone =
        database.read(
            Scope.ofSystem(),
            tx ->
                tx.list(
                    JUST_GONE,
                    row -> row.getUUID("person_id"),
                    tx.now().minus(AFTERWARDS),
                    A_TURN));
    database.write(Scope.ofSystem(), tx -> tx.rows(EMPTY));
    for (UUID person : gone) {
      try {
        database.write(
            Scope.ofSystem(),
            tx -> {
              tx.rows(ERASE, person);
              return tx.change(SWEPT, person, tx.now());
            });
      } catch (RuntimeException e) {
        LOG.error("what is left of {} could not be swept, tried again", person, e);
      }
    }
  }

  private static final String ALL_GONE =
      "select person_id from erasures where done_at is not null order by done_at, person_id";

  /** Everybody who has left, by id; in system scope. */
  public static List<UUID> gone(Tx tx) {
    return tx.list(ALL_GONE, row -> row.getUUID("person_id"));
  }
}
