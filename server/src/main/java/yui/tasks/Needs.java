package yui.tasks;

import io.vertx.sqlclient.Row;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import yui.communities.Communities;
import yui.core.Caller;
import yui.core.CommunityId;
import yui.core.Days;
import yui.core.Ids;
import yui.core.PersonId;
import yui.core.Refusal;
import yui.db.Tx;
import yui.people.People;
import yui.web.Cursor;

/** Problems told to a community. */
public final class Needs {
  private static final String ADD =
      """
      insert into needs (id, community_id, teller_id, entered_by, words, place_words, created_at,
        changed_at)
      values ($1, $2, $3, $3, $4, $5, $6, $6)
      """;
  private static final String FIND =
      """
      select id, community_id, words, place_words, state, answer, task_id, teller_id, created_at
      from needs where id = $1
      """;
  private static final String LIST =
      """
      select id, community_id, words, place_words, state, answer, task_id, teller_id, created_at
      from needs
      where community_id = $1 and ($2::text is null or state = $2::text)
        and ($3::uuid is null or teller_id = $3::uuid)
        and ($4::timestamptz is null or (created_at, id) < ($4::timestamptz, $5::uuid))
      order by created_at desc, id desc limit $6
      """;
  private static final String TASKED =
      """
      update needs set state = 'TASKED', task_id = $2, changed_at = $3, version = version + 1
      where id = $1
      """;
  private final Communities communities;
  private final People people;

  public Needs(Communities communities, People people) {
    this.communities = communities;
    this.people = people;
  }

  Need tell(Tx tx, Caller caller, CommunityId community, NeedEntry entry) {
    communities.get(tx, community);
    NeedId id = new NeedId(Ids.next());
    tx.change(
        ADD,
        id.value(),
        community.value(),
        caller.known().value(),
        entry.words(),
        Objects.requireNonNullElse(entry.place(), ""),
        tx.now());
    return find(tx, caller, id).orElseThrow(Refusal::notFound);
  }

  Optional<Need> find(Tx tx, Caller caller, NeedId id) {
    return tx.seenBy(caller, () -> tx.row(FIND, id.value()))
        .map(row -> need(tx, row, seesAll(caller, new CommunityId(row.getUUID("community_id")))));
  }

  /** Staff see all, others those they told; newest first. */
  public Cursor<Need> list(
      Tx tx,
      Caller caller,
      CommunityId community,
      @Nullable String state,
      int limit,
      Optional<String> after) {
    communities.get(tx, community);
    boolean all = seesAll(caller, community);
    UUID teller = all ? null : caller.known().value();
    String[] place = after.map(Places::of).orElse(null);
    List<Row> rows =
        tx.seenBy(
            caller,
            () ->
                tx.rows(
                    LIST,
                    community.value(),
                    state,
                    teller,
                    place == null ? null : Places.time(place[0]),
                    place == null ? null : Places.id(place[1]),
                    limit + 1));
    return Cursor.cut(
            rows,
            limit,
            row -> row.getOffsetDateTime("created_at").toString() + "|" + row.getUUID("id"))
        .map(row -> need(tx, row, all));
  }

  void mustBeOf(Tx tx, NeedId id, CommunityId community) {
    boolean its =
        tx.row(FIND, id.value())
            .filter(row -> community.value().equals(row.getUUID("community_id")))
            .isPresent();
    if (!its) throw Refusal.invalid("/needId", "unknown_need");
  }

  void becameTask(Tx tx, NeedId id, TaskId task) {
    tx.change(TASKED, id.value(), task.value(), tx.now());
  }

  private static boolean seesAll(Caller caller, CommunityId community) {
    return caller.isAdmin() || caller.isStaffOf(community);
  }

  private Need need(Tx tx, Row row, boolean forStaff) {
    UUID teller = row.getUUID("teller_id");
    return new Need(
        new NeedId(row.getUUID("id")),
        new CommunityId(row.getUUID("community_id")),
        row.getString("words"),
        row.getString("place_words"),
        NeedState.valueOf(row.getString("state")),
        row.getString("answer"),
        row.getUUID("task_id"),
        forStaff && teller != null ? people.contact(tx, new PersonId(teller)).name() : null,
        at(row));
  }

  private static OffsetDateTime at(Row row) {
    return Days.at(row.getOffsetDateTime("created_at").toInstant());
  }
}
