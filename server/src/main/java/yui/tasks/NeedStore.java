package yui.tasks;

import io.vertx.sqlclient.Row;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import yui.core.CommunityId;
import yui.core.Ids;
import yui.core.PersonId;
import yui.db.Instants;
import yui.db.Tx;

/** The rows of told problems. */
final class NeedStore {
  private static final String FIELDS =
      """
      select id, community_id, words, place_words, state, answer, task_id, teller_id, teller_name,
        teller_phone, household, created_at, changed_at, version
      from needs
      """;
  private static final String ADD =
      """
      insert into needs (id, community_id, teller_id, entered_by, words, place_words, teller_name,
        teller_phone, household, created_at, changed_at)
      values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10)
      """;
  private static final String FIND = FIELDS + "where id = $1";
  private static final String LOCK = "select id from needs where id = $1 for update";
  private static final String LIST =
      FIELDS
          + """
          where community_id = $1 and ($2::text is null or state = $2::text)
            and ($3::uuid is null or teller_id = $3::uuid)
            and ($4::timestamptz is null or (created_at, id) < ($4::timestamptz, $5::uuid))
          order by created_at desc, id desc limit $6
          """;
  private static final String ENTER =
      """
      update needs set state = $2, answer = $3, task_id = $4::uuid, changed_at = $5,
        version = version + 1
      where id = $1
      """;
  private static final String TELL =
      """
      insert into need_events (id, need_id, community_id, at, by_person, verb, state, words)
      values ($1, $2, $3, $4, $5, $6, $7, $8)
      """;
  private static final String EVENTS =
      """
      select at, by_person, verb, state, words from need_events where need_id = $1 order by at, id
      """;
  private static final String TASKS =
      """
      select need_id, id, title, state from tasks where need_id = any($1) order by created_at, id
      """;
  private static final String ADD_HOUSEHOLD =
      """
      insert into need_households (need_id, community_id, name, address, phone, note)
      values ($1, $2, $3, $4, $5, $6)
      """;

  private NeedStore() {}

  static void add(
      Tx tx,
      NeedId id,
      CommunityId community,
      @Nullable PersonId teller,
      PersonId enteredBy,
      NeedEntry entry) {
    NeedEntry.TellerEntry by = entry.teller();
    tx.change(
        ADD,
        id.value(),
        community.value(),
        teller == null ? null : teller.value(),
        enteredBy.value(),
        entry.words(),
        orEmpty(entry.place()),
        by == null ? "" : by.name(),
        by == null ? "" : orEmpty(by.phone()),
        entry.household() != null,
        tx.now());
    NeedEntry.HouseholdEntry house = entry.household();
    if (house != null) {
      tx.change(
          ADD_HOUSEHOLD,
          id.value(),
          community.value(),
          house.name(),
          house.address(),
          orEmpty(house.phone()),
          orEmpty(house.note()));
    }
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }

  static Optional<Row> find(Tx tx, NeedId id) {
    return tx.row(FIND, id.value());
  }

  static boolean lock(Tx tx, NeedId id) {
    return tx.row(LOCK, id.value()).isPresent();
  }

  static List<Row> list(
      Tx tx,
      CommunityId community,
      @Nullable String state,
      @Nullable UUID teller,
      @Nullable OffsetDateTime before,
      @Nullable UUID beforeId,
      int most) {
    return tx.rows(LIST, community.value(), state, teller, before, beforeId, most);
  }

  static void enter(Tx tx, NeedId id, NeedState state, String answer, @Nullable UUID firstTask) {
    tx.change(ENTER, id.value(), state.name(), answer, firstTask, tx.now());
  }

  static void tell(
      Tx tx,
      NeedId id,
      CommunityId community,
      PersonId by,
      String verb,
      NeedState state,
      String words) {
    tx.change(
        TELL,
        Ids.next(),
        id.value(),
        community.value(),
        tx.now(),
        by.value(),
        verb,
        state.name(),
        words);
  }

  static List<NeedEvent> events(Tx tx, NeedId id) {
    return tx.list(
        EVENTS,
        row ->
            new NeedEvent(
                Instants.of(row, "at"),
                row.getUUID("by_person") == null ? null : new PersonId(row.getUUID("by_person")),
                row.getString("verb"),
                NeedState.valueOf(row.getString("state")),
                row.getString("words")),
        id.value());
  }

  /** What came of each, drafts too: whoever told it may know that something is being written. */
  static Map<UUID, List<NeedTask>> tasks(Tx tx, Collection<UUID> needs) {
    Map<UUID, List<NeedTask>> tasks = new HashMap<>();
    if (needs.isEmpty()) return tasks;
    for (Row row : tx.asSystem(() -> tx.rows(TASKS, (Object) needs.toArray(UUID[]::new)))) {
      tasks
          .computeIfAbsent(row.getUUID("need_id"), need -> new ArrayList<>())
          .add(
              new NeedTask(
                  new TaskId(row.getUUID("id")),
                  row.getString("title"),
                  TaskState.valueOf(row.getString("state"))));
    }
    return tasks;
  }
}
