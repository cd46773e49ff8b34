package yui.ledger;

import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import yui.core.CommunityId;
import yui.core.PersonId;
import yui.core.Refusal;
import yui.db.Instants;
import yui.db.Tx;

/**
 * Everything that led to a line of the books and came of it: the promise, who chose and who said
 * who came, what was earned and corrected, the run that paid it, its files, what came back.
 *
 * @param transfers in the order they were written, the one asked for among them
 * @param seal where the one asked for stands in the chain; null while it is not sealed
 */
record Chain(
    Transfer transfer,
    @Nullable Seal seal,
    List<Transfer> transfers,
    List<Step> work,
    List<Run> runs,
    List<ExportMade> exports,
    List<Voucher> vouchers,
    List<Claim> claims) {

  record Seal(long position, String digest) {}

  /** A step of the application: decided, checked in, said who came. */
  record Step(String what, @Nullable String state, String reason, @Nullable UUID by, Instant at) {}

  /** A settlement with who did which of its steps. */
  record Run(UUID id, Settlement.Kind kind, LocalDate until, List<Done> done) {}

  /** A step of a settlement. */
  record Done(Settlement.State state, @Nullable UUID by, Instant at) {}

  record ExportMade(UUID id, UUID settlementId, String fileName, @Nullable UUID by, Instant at) {}

  /** A travel claim. */
  record Claim(
      UUID id,
      long amount,
      String state,
      @Nullable UUID by,
      Instant claimedAt,
      @Nullable Instant decidedAt) {}

  private static final String RELATED =
      """
      select t.id from transfers t where t.community_id = $2 and t.id = any ($1)
      union
      select t.id from transfers t where t.community_id = $2 and t.pending_id = any ($1)
      union
      select t.id from transfers t where t.community_id = $2 and t.about ->> 'promiseId' = any ($3)
      union
      select v.transfer_id from ledger_vouchers v
        where v.community_id = $2 and v.corrects = any ($1) and v.transfer_id is not null
      union
      select v.corrects from ledger_vouchers v
        where v.community_id = $2 and v.transfer_id = any ($1) and v.corrects is not null
      """;
  private static final String RUNS_OF =
      "select distinct settlement_id as id from settlement_transfers where transfer_id = any ($1)";
  private static final String OF_RUNS =
      """
      select s.transfer_id as id from settlement_transfers s join transfers t on t.id = s.transfer_id
        where s.settlement_id = any ($1) and s.person_id = $2 and t.unit = $3
      union
      select unnest(array_remove(array[r.transfer_id, r.travel_transfer_id], null))
        from settlement_returns r
        where r.settlement_id = any ($1) and r.person_id = $2 and r.unit = $3
      """;

  /** Of a line of this community; any other is not found. */
  static Chain of(Tx tx, CommunityId community, TransferId id) {
    Transfer asked =
        Transfers.byId(tx, List.of(id.value())).stream()
            .filter(t -> t.communityId().equals(community))
            .findFirst()
            .orElseThrow(Refusal::notFound);
    Set<UUID> ids = new LinkedHashSet<>(List.of(id.value()));
    ids.addAll(ofLine(tx, community, asked));
    widen(tx, community, ids);
    Set<UUID> runs = runs(tx, asked, ids);
    PersonId person = asked.personId();
    // What one run pays a person is one payment: its lines belong together.
    if (!runs.isEmpty() && person != null) {
      ids.addAll(ids(tx, OF_RUNS, array(runs), person.value(), asked.unit()));
      widen(tx, community, ids);
    }
    List<Transfer> transfers = Transfers.byId(tx, List.copyOf(ids));
    return new Chain(
        asked,
        seal(tx, id).orElse(null),
        transfers,
        work(tx, asked, transfers),
        runs(tx, runs),
        exports(tx, runs),
        Vouchers.about(tx, community, ids),
        claims(tx, transfers));
  }

  private static final String OF_LINE =
      """
      select id from transfers
        where about ->> 'applicationId' = $1 and community_id = $2 and unit = $3
          and (about ->> 'line')::int = $4
      """;

  // Goods are handed over from all that a line earned, whichever promise it was earned of.
  private static List<UUID> ofLine(Tx tx, CommunityId community, Transfer asked) {
    UUID application = asked.about().applicationId();
    Integer line = asked.about().line();
    if (application == null || line == null || asked.unit().equals("JPY")) return List.of();
    return ids(tx, OF_LINE, application.toString(), community.value(), asked.unit(), line);
  }

  // The promise of each line, what resolved it, what corrected it.
  private static void widen(Tx tx, CommunityId community, Set<UUID> ids) {
    for (Transfer t : Transfers.byId(tx, List.copyOf(ids))) {
      if (t.pendingId() != null) ids.add(t.pendingId().value());
      UUID promise = t.about().promiseId();
      if (promise != null) ids.add(promise);
    }
    ids.addAll(
        ids(
            tx,
            RELATED,
            array(ids),
            community.value(),
            ids.stream().map(UUID::toString).toArray(String[]::new)));
  }

  private static Set<UUID> runs(Tx tx, Transfer asked, Set<UUID> ids) {
    Set<UUID> runs = new LinkedHashSet<>(ids(tx, RUNS_OF, (Object) array(ids)));
    UUID own = asked.about().settlementId();
    if (own != null) runs.add(own);
    return runs;
  }

  private static final String SEAL =
      "select position, encode(digest, 'hex') as digest from ledger_seals where transfer_id = $1";

  private static Optional<Seal> seal(Tx tx, TransferId id) {
    return tx.row(SEAL, id.value())
        .map(row -> new Seal(row.getLong("position"), row.getString("digest")));
  }

  private static final String WORK =
      """
      select what, state, reason, by_person, at from ledger_steps
        where application_id = any ($1) and (slot_id is null or $2::uuid[] = '{}'
          or slot_id = any ($2))
        order by at
      """;

  private static List<Step> work(Tx tx, Transfer asked, List<Transfer> transfers) {
    List<Transfer> of = asked.about().applicationId() == null ? transfers : List.of(asked);
    UUID[] applications = array(of.stream().map(t -> t.about().applicationId()));
    if (applications.length == 0) return List.of();
    UUID[] slots = array(of.stream().map(t -> t.about().slotId()));
    return tx.list(
        WORK,
        row ->
            new Step(
                row.getString("what"),
                row.getString("state"),
                row.getString("reason"),
                row.getUUID("by_person"),
                Instants.of(row, "at")),
        applications,
        slots);
  }

  private static final String RUNS =
      """
      select id, kind, until, opened_by, opened_at, checked_by, checked_at, frozen_by, frozen_at,
          exported_by, exported_at, paid_by, paid_at, discarded_by, discarded_at
        from settlements where id = any ($1) order by id
      """;

  private static List<Run> runs(Tx tx, Set<UUID> ids) {
    return tx.list(
        RUNS,
        row ->
            new Run(
                row.getUUID("id"),
                Settlement.Kind.valueOf(row.getString("kind")),
                row.getLocalDate("until"),
                Stream.of(Settlement.State.values())
                    .flatMap(state -> done(row, state).stream())
                    .toList()),
        (Object) array(ids));
  }

  private static Optional<Done> done(Row row, Settlement.State state) {
    String column =
        state == Settlement.State.OPEN ? "opened" : state.name().toLowerCase(Locale.ROOT);
    return Optional.ofNullable(Instants.maybe(row, column + "_at"))
        .map(at -> new Done(state, row.getUUID(column + "_by"), at));
  }

  private static final String EXPORTS =
      """
      select id, settlement_id, file_name, created_by, created_at from settlement_exports
        where settlement_id = any ($1) order by created_at
      """;

  private static List<ExportMade> exports(Tx tx, Set<UUID> runs) {
    return tx.list(
        EXPORTS,
        row ->
            new ExportMade(
                row.getUUID("id"),
                row.getUUID("settlement_id"),
                row.getString("file_name"),
                row.getUUID("created_by"),
                Instants.of(row, "created_at")),
        (Object) array(runs));
  }

  private static final String CLAIMS =
      """
      select id, amount, state, decided_by, claimed_at, decided_at from travel_claims
        where id = any ($1) order by claimed_at
      """;

  private static List<Claim> claims(Tx tx, List<Transfer> transfers) {
    return tx.list(
        CLAIMS,
        row ->
            new Claim(
                row.getUUID("id"),
                row.getLong("amount"),
                row.getString("state"),
                row.getUUID("decided_by"),
                Instants.of(row, "claimed_at"),
                Instants.maybe(row, "decided_at")),
        (Object) array(transfers.stream().map(t -> t.about().claimId())));
  }

  /** Everybody who is named in it, besides the accounts' owners. */
  List<UUID> people() {
    List<@Nullable UUID> people = new ArrayList<>();
    for (Transfer t : transfers) {
      PersonId by = t.byPerson();
      if (by != null) people.add(by.value());
      people.add(t.from().owner());
      people.add(t.to().owner());
    }
    work.forEach(step -> people.add(step.by()));
    runs.forEach(run -> run.done().forEach(done -> people.add(done.by())));
    exports.forEach(export -> people.add(export.by()));
    claims.forEach(claim -> people.add(claim.by()));
    for (Voucher v : vouchers) {
      people.add(v.writtenBy().value());
      PersonId decided = v.decidedBy();
      if (decided != null) people.add(decided.value());
    }
    return people.stream().filter(Objects::nonNull).distinct().toList();
  }

  private static List<UUID> ids(Tx tx, String sql, @Nullable Object... arguments) {
    return tx.list(sql, (Row row) -> row.getUUID("id"), arguments);
  }

  private static UUID[] array(Collection<UUID> ids) {
    return ids.toArray(UUID[]::new);
  }

  private static UUID[] array(Stream<? extends @Nullable UUID> ids) {
    return ids.filter(Objects::nonNull).distinct().toArray(UUID[]::new);
  }
}
