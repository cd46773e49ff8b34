package yui.tasks;

import io.vertx.sqlclient.Row;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import yui.communities.Communities;
import yui.communities.Persons;
import yui.core.Caller;
import yui.core.CommunityId;
import yui.core.Days;
import yui.core.Ids;
import yui.core.Lang;
import yui.core.PersonId;
import yui.core.Refusal;
import yui.db.Instants;
import yui.db.Tx;
import yui.people.People;
import yui.photos.Photo;
import yui.photos.Photos;
import yui.web.Cursor;

/**
 * Problems told to a community, and what becomes of them. Of a household the hosts learn the hamlet
 * and the work alone.
 */
public final class Needs {
  private final Communities communities;
  private final Persons persons;
  private final People people;
  private final NeedLetters letters;

  public Needs(Communities communities, Persons persons, People people, NeedLetters letters) {
    this.communities = communities;
    this.persons = persons;
    this.people = people;
    this.letters = letters;
  }

  /** By whoever has it; at the desk also for somebody on the telephone, whose name is kept. */
  Need tell(Tx tx, Caller caller, CommunityId community, NeedEntry entry) {
    communities.get(tx, community);
    NeedEntry.TellerEntry by = entry.teller();
    if (by != null && !isDesk(caller, community)) throw Refusal.forbidden("desk_only");
    PersonId teller =
        by == null
            ? caller.known()
            : by.email() == null ? null : persons.findOrAdd(tx, by.email(), Lang.JA);
    NeedId id = new NeedId(Ids.next());
    return within(
        tx,
        caller,
        community,
        () -> {
          NeedStore.add(tx, id, community, teller, caller.known(), entry);
          NeedStore.tell(tx, id, community, caller.known(), "tell", NeedState.TOLD, "");
          return whole(tx, caller, id);
        });
  }

  /** The need, for its teller and for the community's people; 404 for everybody else. */
  Need visible(Tx tx, Caller caller, NeedId id) {
    return tx.seenBy(caller, () -> NeedStore.find(tx, id))
        .filter(row -> mayRead(caller, row))
        .map(row -> shaped(tx, caller, List.of(row)).getFirst())
        .orElseThrow(Refusal::notFound);
  }

  private static boolean mayRead(Caller caller, Row row) {
    return seesAll(caller, new CommunityId(row.getUUID("community_id"))) || isTeller(caller, row);
  }

  List<NeedEvent> history(Tx tx, Caller caller, NeedId id) {
    return tx.seenBy(caller, () -> NeedStore.events(tx, id));
  }

  /** Whether a letter reaches who told it. */
  boolean reachesTeller(Tx tx, Caller caller, NeedId id) {
    return tx.seenBy(caller, () -> teller(tx, id)).isPresent();
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
    UUID teller = seesAll(caller, community) ? null : caller.known().value();
    String[] place = after.map(Places::of).orElse(null);
    List<Row> rows =
        tx.seenBy(
            caller,
            () ->
                NeedStore.list(
                    tx,
                    community,
                    state,
                    teller,
                    place == null ? null : Places.time(place[0]),
                    place == null ? null : Places.id(place[1]),
                    limit + 1));
    Cursor<Row> page =
        Cursor.cut(
            rows,
            limit,
            row -> row.getOffsetDateTime("created_at").toString() + "|" + row.getUUID("id"));
    return new Cursor<>(shaped(tx, caller, page.items()), page.nextCursor());
  }

  /** The desk answers; the teller gets the words in a letter. */
  Need answer(Tx tx, Caller caller, NeedId id, String words, Optional<Integer> read) {
    Need need = atDesk(tx, caller, id, read);
    NeedState state = need.state() == NeedState.TASKED ? NeedState.TASKED : NeedState.ANSWERED;
    return entered(tx, caller, need, state, "answer", words);
  }

  /** The desk sets it aside, with words why. */
  Need setAside(Tx tx, Caller caller, NeedId id, String words, Optional<Integer> read) {
    Need need = atDesk(tx, caller, id, read);
    if (need.state() == NeedState.TASKED || need.state() == NeedState.SET_ASIDE) {
      throw Refusal.conflict("need_state", Map.of("state", need.state().name()));
    }
    return entered(tx, caller, need, NeedState.SET_ASIDE, "set_aside", words);
  }

  private Need entered(
      Tx tx, Caller caller, Need need, NeedState state, String verb, String words) {
    return within(
        tx,
        caller,
        need.communityId(),
        () -> {
          NeedStore.enter(tx, need.id(), state, words, need.taskId());
          NeedStore.tell(tx, need.id(), need.communityId(), caller.known(), verb, state, words);
          Need after = whole(tx, caller, need.id());
          teller(tx, need.id()).ifPresent(to -> letters.answered(tx, to, after));
          return after;
        });
  }

  /** The need, locked, for somebody at its desk. */
  private Need atDesk(Tx tx, Caller caller, NeedId id, Optional<Integer> read) {
    CommunityId community = visible(tx, caller, id).communityId();
    if (!isDesk(caller, community)) throw Refusal.forbidden("forbidden");
    return within(
        tx,
        caller,
        community,
        () -> {
          if (!NeedStore.lock(tx, id)) throw Refusal.notFound();
          Need need = whole(tx, caller, id);
          if (read.isPresent() && read.get() != need.version()) throw Refusal.stale();
          return need;
        });
  }

  void mustBeOf(Tx tx, NeedId id, CommunityId community) {
    boolean its =
        NeedStore.find(tx, id)
            .filter(row -> community.value().equals(row.getUUID("community_id")))
            .isPresent();
    if (!its) throw Refusal.invalid("/needId", "unknown_need");
  }

  /** One more task came of it; the teller hears of each. */
  void becameTask(Tx tx, Caller caller, NeedId id, Task task) {
    NeedStore.lock(tx, id);
    Need need = whole(tx, caller, id);
    UUID first = need.taskId() == null ? task.id().value() : need.taskId();
    NeedStore.enter(tx, id, NeedState.TASKED, need.answer(), first);
    NeedStore.tell(
        tx, id, need.communityId(), caller.known(), "task", NeedState.TASKED, task.title());
    teller(tx, id).ifPresent(to -> letters.tasked(tx, to, need, task));
  }

  private static Optional<PersonId> teller(Tx tx, NeedId id) {
    return NeedStore.find(tx, id).map(row -> row.getUUID("teller_id")).map(PersonId::new);
  }

  private Need whole(Tx tx, Caller caller, NeedId id) {
    Row row = NeedStore.find(tx, id).orElseThrow(Refusal::notFound);
    return shaped(tx, caller, List.of(row)).getFirst();
  }

  private static <T> T within(Tx tx, Caller caller, CommunityId community, Supplier<T> work) {
    return isDesk(caller, community) ? tx.actingFor(community, caller, work) : work.get();
  }

  static boolean isDesk(Caller caller, CommunityId community) {
    return caller.isAdmin() || caller.coordinates(community);
  }

  static boolean seesAll(Caller caller, CommunityId community) {
    return caller.isAdmin() || caller.isStaffOf(community);
  }

  private static boolean isTeller(Caller caller, Row row) {
    UUID teller = row.getUUID("teller_id");
    return teller != null && caller.is(new PersonId(teller));
  }

  private List<Need> shaped(Tx tx, Caller caller, List<Row> rows) {
    var tasks = NeedStore.tasks(tx, rows.stream().map(row -> row.getUUID("id")).toList());
    var photos =
        tx.seenBy(
            caller, () -> Photos.of(tx, rows.stream().map(row -> row.getUUID("id")).toList()));
    return rows.stream()
        .map(
            row ->
                need(
                    tx,
                    caller,
                    row,
                    tasks.getOrDefault(row.getUUID("id"), List.of()),
                    photos.getOrDefault(row.getUUID("id"), List.of())))
        .toList();
  }

  private Need need(Tx tx, Caller caller, Row row, List<NeedTask> tasks, List<Photo> photos) {
    CommunityId community = new CommunityId(row.getUUID("community_id"));
    UUID teller = row.getUUID("teller_id");
    boolean household = row.getBoolean("household");
    boolean tells = isDesk(caller, community) || !household && seesAll(caller, community);
    String named = row.getString("teller_name");
    String name =
        !named.isEmpty() || teller == null
            ? named
            : people.contact(tx, new PersonId(teller)).name();
    String phone = row.getString("teller_phone");
    return new Need(
        new NeedId(row.getUUID("id")),
        community,
        row.getString("words"),
        row.getString("place_words"),
        household,
        tells || isTeller(caller, row) ? photos : List.of(),
        NeedState.valueOf(row.getString("state")),
        row.getString("answer"),
        row.getUUID("task_id"),
        tasks,
        tells ? name : null,
        isDesk(caller, community) && !phone.isEmpty() ? phone : null,
        isTeller(caller, row) ? true : null,
        Days.at(Instants.of(row, "created_at")),
        Days.at(Instants.of(row, "changed_at")),
        row.getInteger("version"));
  }
}
