package yui.ledger;

import io.vertx.sqlclient.Row;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import yui.core.Caller;
import yui.core.CommunityId;
import yui.core.Ids;
import yui.core.PersonId;
import yui.core.Refusal;
import yui.db.Audit;
import yui.db.Instants;
import yui.db.Tx;

/** Meals and produce given by a host or a coordinator, acknowledged by whoever got them. */
final class HandOvers {
  private static final UUID FIRST = new UUID(0, 0);
  private static final UUID LAST = new UUID(-1, -1);

  private static final String HAND_OVERS =
      """
      select id, community_id, application_id, reward_line, person_id, unit, quantity, note,
          given_by, given_at, acknowledged_at, acknowledged_by, on_paper
        from hand_overs
      """;
  private static final String ONE = HAND_OVERS + " where id = $1";
  private static final String OF_APPLICATION =
      HAND_OVERS + " where application_id = $1 and id > $2 order by id limit $3";
  private static final String OF_PERSON =
      HAND_OVERS + " where person_id = $1 and id < $2 order by id desc limit $3";

  /** In order, after an id; for the resident and the community's staff. */
  List<HandOver> ofApplication(
      Tx tx, Caller caller, UUID application, @Nullable UUID after, int most) {
    Naming.Work work = Naming.work(tx, application).orElseThrow(Refusal::notFound);
    if (!caller.is(work.personId())
        && !caller.actsFor(work.communityId(), work.groupId())
        && !caller.audits(work.communityId())) {
      throw Rights.refused(caller, work);
    }
    return tx.list(
        OF_APPLICATION, HandOvers::handOver, application, after == null ? FIRST : after, most);
  }

  /** Newest first, before an id. */
  List<HandOver> ofPerson(Tx tx, PersonId person, @Nullable UUID before, int most) {
    return tx.list(
        OF_PERSON, HandOvers::handOver, person.value(), before == null ? LAST : before, most);
  }

  private static final String GIVEN =
      """
      select application_id, unit, sum(quantity)::bigint as given from hand_overs
        where application_id = any ($1) group by application_id, unit
      """;

  /** How much of each unit was handed over for these applications. */
  static Map<UUID, Map<String, Long>> given(Tx tx, Collection<UUID> applications) {
    Map<UUID, Map<String, Long>> given = new HashMap<>();
    for (Row row : tx.rows(GIVEN, (Object) applications.toArray(UUID[]::new))) {
      given
          .computeIfAbsent(row.getUUID("application_id"), id -> new TreeMap<>())
          .put(row.getString("unit"), row.getLong("given"));
    }
    return given;
  }

  private static final String ADD =
      """
      insert into hand_overs (id, community_id, application_id, reward_line, person_id, unit,
          quantity, note, transfer_id, given_by, given_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, yui_now())
      """;

  /**
   * Gives all that is left of somebody's meals and produce, each line at once; a line for which
   * something else was proposed waits for its answer.
   */
  void handOverAll(Tx tx, Caller caller, UUID application) {
    LedgerStore.lock(tx, application);
    Map<String, Instead> asked = Instead.of(tx, List.of(application));
    TreeMap<Integer, Long> kept = new TreeMap<>();
    for (Promised promised : LedgerStore.promisedOf(tx, application)) {
      Integer line = promised.about().line();
      if (line == null || promised.purpose() != Purpose.THANKS) continue;
      if (Units.kind(tx, promised.unit()).orElseThrow().equals("CASH")) continue;
      if (asked.containsKey(Instead.key(application, line))) continue;
      kept.merge(line, promised.kept(), Long::sum);
    }
    for (Map.Entry<Integer, Long> one : kept.entrySet()) {
      int line = one.getKey();
      long left = one.getValue() - LedgerStore.handed(tx, application, line);
      if (left > 0) handOver(tx, caller, application, line, left, "");
    }
  }

  /** Gives so much of a line, at most what is owed from it; cash is settled instead. */
  HandOver handOver(
      Tx tx, Caller caller, UUID application, int rewardLine, long quantity, String note) {
    Naming.Work work = Naming.work(tx, application).orElseThrow(Refusal::notFound);
    if (caller.is(work.personId())) throw Refusal.forbidden("not_your_own");
    if (!caller.actsFor(work.communityId(), work.groupId())) {
      throw Rights.refused(caller, work);
    }
    LedgerStore.lock(tx, application);
    List<Promised> line =
        LedgerStore.promisedOf(tx, application).stream()
            .filter(p -> Objects.equals(p.about().line(), rewardLine))
            .filter(p -> p.purpose() == Purpose.THANKS)
            .toList();
    if (line.isEmpty()) throw Refusal.conflict("reward_line_unknown");
    String unit = line.getLast().unit();
    if (Units.kind(tx, unit).orElseThrow().equals("CASH")) {
      throw Refusal.conflict("hand_over_not_cash");
    }
    long handed = LedgerStore.handed(tx, application, rewardLine);
    long owed = line.stream().mapToLong(Promised::kept).sum() - handed;
    long free = LedgerStore.free(tx, work.communityId(), work.personId(), unit);
    if (quantity > Math.min(owed, free)) {
      throw Refusal.conflict(
          "hand_over_more_than_owed",
          Map.of("owed", Math.min(owed, free), "quantity", quantity, "unit", unit));
    }
    UUID id = Ids.next();
    TransferId transfer = Cause.of("hand_over", id).transfer();
    LedgerStore.post(
        tx,
        List.of(
            new Event.Move(
                false,
                transfer,
                work.communityId(),
                Code.HAND_OVER,
                Purpose.THANKS,
                Account.owed(work.personId()),
                Account.given(work.personId()),
                unit,
                quantity,
                About.application(application, null, work.groupId().value(), rewardLine)
                    .handOver(id),
                tx.now(),
                null)));
    tx.change(
        ADD,
        id,
        work.communityId().value(),
        application,
        rewardLine,
        work.personId().value(),
        unit,
        quantity,
        note,
        transfer.value(),
        caller.known().value());
    return tx.row(ONE, id).map(HandOvers::handOver).orElseThrow();
  }

  private static final String ACKNOWLEDGE =
      """
      update hand_overs set acknowledged_at = yui_now(), acknowledged_by = $2
        where id = $1 and person_id = $2 and acknowledged_at is null
      """;

  /** By whoever received it, once. */
  HandOver acknowledge(Tx tx, Caller caller, UUID id) {
    HandOver handOver = tx.row(ONE, id).map(HandOvers::handOver).orElseThrow(Refusal::notFound);
    if (!caller.is(handOver.personId())) {
      throw Naming.work(tx, handOver.applicationId())
          .map(work -> Rights.refused(caller, work))
          .orElseGet(Refusal::notFound);
    }
    if (tx.change(ACKNOWLEDGE, id, handOver.personId().value()) == 0) {
      throw Refusal.conflict("hand_over_acknowledged");
    }
    return tx.row(ONE, id).map(HandOvers::handOver).orElseThrow();
  }

  private static final String ENTER_PAPER =
      """
      update hand_overs set acknowledged_at = yui_now(), acknowledged_by = $2, on_paper = true
        where id = $1 and acknowledged_at is null
      """;

  /** By the host or the desk, who hold a sheet that the receiver signed; once. */
  HandOver enterPaper(Tx tx, Caller caller, UUID id) {
    HandOver handOver = tx.row(ONE, id).map(HandOvers::handOver).orElseThrow(Refusal::notFound);
    Naming.Work work = Naming.work(tx, handOver.applicationId()).orElseThrow(Refusal::notFound);
    if (caller.is(handOver.personId())) throw Refusal.forbidden("not_your_own");
    if (!caller.actsFor(work.communityId(), work.groupId())) throw Rights.refused(caller, work);
    if (tx.change(ENTER_PAPER, id, caller.known().value()) == 0) {
      throw Refusal.conflict("hand_over_acknowledged");
    }
    Audit.write(
        tx,
        caller.known(),
        work.communityId(),
        "receipt_on_paper",
        Map.of("handOverId", id.toString()));
    return tx.row(ONE, id).map(HandOvers::handOver).orElseThrow();
  }

  private static HandOver handOver(Row row) {
    UUID by = row.getUUID("acknowledged_by");
    return new HandOver(
        row.getUUID("id"),
        new CommunityId(row.getUUID("community_id")),
        row.getUUID("application_id"),
        row.getInteger("reward_line"),
        new PersonId(row.getUUID("person_id")),
        row.getString("unit"),
        row.getLong("quantity"),
        row.getString("note"),
        new PersonId(row.getUUID("given_by")),
        Instants.of(row, "given_at"),
        Instants.maybe(row, "acknowledged_at"),
        by == null ? null : new PersonId(by),
        row.getBoolean("on_paper"));
  }
}
