package yui.travel;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import yui.core.CommunityId;
import yui.core.PersonId;
import yui.db.Instants;
import yui.db.Tx;

/** The rows of claims, their parts and their receipts. */
final class ClaimStore {
  private static final UUID FIRST = new UUID(0, 0);
  private static final UUID LAST = new UUID(-1, -1);

  private ClaimStore() {}

  /** An application as far as travel has to know it. */
  record Work(
      UUID applicationId,
      CommunityId communityId,
      PersonId personId,
      UUID taskId,
      UUID groupId,
      String title,
      boolean paysActual,
      boolean paidDirectly) {

    boolean isClaimed() {
      return paysActual && !paidDirectly;
    }
  }

  private static final String WORK =
      """
      select id, community_id, person_id, task_id, group_id, title, travel_policy, paid_directly
        from travel_applications where id = any ($1)
      """;

  static Map<UUID, Work> work(Tx tx, Collection<UUID> applications) {
    Map<UUID, Work> work = new HashMap<>();
    if (applications.isEmpty()) return work;
    for (Row row : tx.rows(WORK, (Object) applications.stream().distinct().toArray(UUID[]::new))) {
      work.put(
          row.getUUID("id"),
          new Work(
              row.getUUID("id"),
              new CommunityId(row.getUUID("community_id")),
              new PersonId(row.getUUID("person_id")),
              row.getUUID("task_id"),
              row.getUUID("group_id"),
              row.getString("title"),
              row.getString("travel_policy").equals("ACTUAL"),
              row.getBoolean("paid_directly")));
    }
    return work;
  }

  static Optional<Work> work(Tx tx, UUID application) {
    return Optional.ofNullable(work(tx, List.of(application)).get(application));
  }

  private static final String DAYS =
      """
      select application_id, starts_at, ends_at, attendance from travel_days
        where application_id = any ($1) order by starts_at, slot_id
      """;

  /** The days of the work of these applications, by application, first things first. */
  static Map<UUID, List<TravelDay>> days(Tx tx, Collection<UUID> applications) {
    Map<UUID, List<TravelDay>> days = new HashMap<>();
    for (Row row : tx.rows(DAYS, (Object) applications.toArray(UUID[]::new))) {
      days.computeIfAbsent(row.getUUID("application_id"), id -> new ArrayList<>())
          .add(
              new TravelDay(
                  row.getUUID("application_id"),
                  Instants.of(row, "starts_at"),
                  Instants.of(row, "ends_at"),
                  row.getString("attendance")));
    }
    return days;
  }

  // What was promised went back because nobody claimed it in time, not because work was called off.
  private static final String LAPSED =
      """
      select max(p.expires_at) as until
        from transfers p join transfers r on r.pending_id = p.id and r.code = 'expire'
        where p.kind = 'PENDING' and p.purpose = 'TRAVEL' and p.about ->> 'applicationId' = $1
      """;

  /** Until when travel could have been claimed, where that time is over. */
  static Optional<Instant> lapsed(Tx tx, UUID application) {
    return tx.row(LAPSED, application.toString()).map(row -> Instants.maybe(row, "until"));
  }

  private static final String CLAIMS =
      """
      select id, community_id, person_id, amount, cap, receipts, note, state, paid, reason,
          claimed_at, decided_at
        from travel_claims
      """;
  private static final String ONE = CLAIMS + " where id = $1";
  private static final String OF_COMMUNITY =
      CLAIMS
          + """
             where community_id = $1 and state <> 'DRAFT' and ($2::text is null or state = $2)
                and id > $3
              order by id limit $4
            """;
  private static final String OF_PERSON =
      CLAIMS + " where person_id = $1 and id < $2 order by id desc limit $3";

  static Optional<TravelClaim> find(Tx tx, UUID id) {
    return whole(tx, tx.rows(ONE, id)).stream().findFirst();
  }

  /** Oldest first, after an id; drafts are nobody else's. */
  static List<TravelClaim> ofCommunity(
      Tx tx, CommunityId community, @Nullable String state, @Nullable UUID after, int most) {
    return whole(
        tx, tx.rows(OF_COMMUNITY, community.value(), state, after == null ? FIRST : after, most));
  }

  /** Newest first, before an id. */
  static List<TravelClaim> ofPerson(Tx tx, PersonId person, @Nullable UUID before, int most) {
    return whole(tx, tx.rows(OF_PERSON, person.value(), before == null ? LAST : before, most));
  }

  private static final String PARTS =
      """
      select p.claim_id, p.application_id, p.cap, p.part, a.task_id, coalesce(a.title, '') as title
        from travel_claim_parts p left join travel_applications a on a.id = p.application_id
        where p.claim_id = any ($1) order by p.claim_id, p.place
      """;
  private static final String FILES =
      """
      select id, claim_id, kind, pages, width, height, length(bytes) as size, added_at
        from travel_receipts where claim_id = any ($1) order by id
      """;

  private static List<TravelClaim> whole(Tx tx, List<Row> rows) {
    if (rows.isEmpty()) return List.of();
    UUID[] ids = rows.stream().map(row -> row.getUUID("id")).toArray(UUID[]::new);
    Map<UUID, List<TravelClaim.Part>> parts = new HashMap<>();
    for (Row row : tx.rows(PARTS, (Object) ids)) {
      parts
          .computeIfAbsent(row.getUUID("claim_id"), id -> new ArrayList<>())
          .add(
              new TravelClaim.Part(
                  row.getUUID("application_id"),
                  row.getUUID("task_id"),
                  row.getString("title"),
                  row.getLong("cap"),
                  row.getLong("part")));
    }
    Map<UUID, List<Receipt>> files = new HashMap<>();
    for (Row row : tx.rows(FILES, (Object) ids)) {
      files.computeIfAbsent(row.getUUID("claim_id"), id -> new ArrayList<>()).add(receipt(row));
    }
    return rows.stream()
        .map(
            row ->
                claim(
                    row,
                    parts.getOrDefault(row.getUUID("id"), List.of()),
                    files.getOrDefault(row.getUUID("id"), List.of())))
        .toList();
  }

  private static Receipt receipt(Row row) {
    return new Receipt(
        row.getUUID("id"),
        row.getUUID("claim_id"),
        Receipt.Kind.valueOf(row.getString("kind")),
        row.getInteger("pages"),
        row.getInteger("size"),
        row.getInteger("width"),
        row.getInteger("height"),
        Instants.of(row, "added_at"));
  }

  private static TravelClaim claim(Row row, List<TravelClaim.Part> parts, List<Receipt> files) {
    List<String> receipts = new ArrayList<>();
    row.getJsonArray("receipts").forEach(line -> receipts.add((String) line));
    return new TravelClaim(
        row.getUUID("id"),
        new CommunityId(row.getUUID("community_id")),
        new PersonId(row.getUUID("person_id")),
        row.getLong("amount"),
        row.getLong("cap"),
        receipts,
        row.getString("note"),
        TravelClaim.State.valueOf(row.getString("state")),
        row.getLong("paid"),
        row.getString("reason"),
        Instants.of(row, "claimed_at"),
        Instants.maybe(row, "decided_at"),
        parts,
        files);
  }

  private static final String ADD =
      """
      insert into travel_claims (id, community_id, application_id, person_id, amount, cap, receipts,
          note, state, claimed_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, yui_now())
      """;

  static void add(Tx tx, UUID id, Work first, TypedClaim typed, long cap, TravelClaim.State state) {
    tx.change(
        ADD,
        id,
        first.communityId().value(),
        first.applicationId(),
        first.personId().value(),
        typed.amountYen(),
        cap,
        new JsonArray(typed.receipts()),
        typed.note(),
        state.name());
  }

  private static final String CHANGE =
      """
      update travel_claims set application_id = $2, amount = $3, cap = $4, receipts = $5, note = $6,
          version = version + 1
        where id = $1 and state in ('DRAFT', 'RETURNED')
      """;

  static boolean change(Tx tx, UUID id, Work first, TypedClaim typed, long cap) {
    return tx.change(
            CHANGE,
            id,
            first.applicationId(),
            typed.amountYen(),
            cap,
            new JsonArray(typed.receipts()),
            typed.note())
        > 0;
  }

  private static final String LEAVE_OUT =
      """
      update travel_claims set application_id = $2, cap = $3, version = version + 1
        where id = $1 and state <> 'APPROVED'
      """;

  static boolean leaveOut(Tx tx, UUID id, Work first, long cap) {
    return tx.change(LEAVE_OUT, id, first.applicationId(), cap) > 0;
  }

  private static final String SEND =
      """
      update travel_claims set state = 'CLAIMED', cap = $2, claimed_at = yui_now(),
          decided_by = null, decided_at = null, version = version + 1
        where id = $1 and state in ('DRAFT', 'RETURNED')
      """;

  static boolean send(Tx tx, UUID id, long cap) {
    return tx.change(SEND, id, cap) > 0;
  }

  private static final String APPROVE =
      """
      update travel_claims set state = 'APPROVED', paid = $2, cap = greatest(cap, $2), decided_by = $3,
          decided_at = yui_now(), version = version + 1
        where id = $1 and state = 'CLAIMED'
      """;

  static boolean approve(Tx tx, UUID id, long paid, PersonId by) {
    return tx.change(APPROVE, id, paid, by.value()) > 0;
  }

  private static final String RETURN =
      """
      update travel_claims set state = 'RETURNED', reason = $2, decided_by = $3,
          decided_at = yui_now(), version = version + 1
        where id = $1 and state = 'CLAIMED'
      """;
  private static final String LET_GO =
      "update travel_claim_parts set live = false where claim_id = $1";

  static boolean giveBack(Tx tx, UUID id, String reason, PersonId by) {
    if (tx.change(RETURN, id, reason, by.value()) == 0) return false;
    tx.change(LET_GO, id);
    return true;
  }

  private static final String DROP_PARTS =
      "delete from travel_claim_parts where claim_id = any ($1)";
  private static final String DROP_FILES = "delete from travel_receipts where claim_id = any ($1)";
  private static final String DROP =
      "delete from travel_claims where id = any ($1) and state = 'DRAFT'";

  static void drop(Tx tx, UUID... ids) {
    tx.change(DROP_FILES, (Object) ids);
    tx.change(DROP_PARTS, (Object) ids);
    tx.change(DROP, (Object) ids);
  }

  private static final String ADD_PART =
      """
      insert into travel_claim_parts (claim_id, application_id, community_id, person_id, place, cap,
          part, live)
        values ($1, $2, $3, $4, $5, $6, $7, $8)
      """;

  /** Writes the parts anew. */
  static void part(Tx tx, UUID id, List<Work> works, List<Long> caps, long amount, boolean live) {
    tx.change(DROP_PARTS, (Object) new UUID[] {id});
    List<Long> parts = Split.of(amount, caps);
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (int i = 0; i < works.size(); i++) {
      Work work = works.get(i);
      rows.add(
          Arrays.asList(
              id,
              work.applicationId(),
              work.communityId().value(),
              work.personId().value(),
              (short) i,
              caps.get(i),
              parts.get(i),
              live));
    }
    tx.changeEach(ADD_PART, rows);
  }

  // More may have been promised since it was claimed.
  private static final String GRANTED =
      """
      update travel_claim_parts set part = $3, cap = greatest(cap, $3)
        where claim_id = $1 and application_id = $2
      """;

  /** What each part came to, as it was posted. */
  static void granted(Tx tx, UUID id, List<TravelClaim.Part> parts, List<Long> granted) {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      rows.add(Arrays.asList(id, parts.get(i).applicationId(), granted.get(i)));
    }
    tx.changeEach(GRANTED, rows);
  }

  private static final String CLAIMED =
      """
      select from travel_claim_parts
        where application_id = $1 and live and claim_id is distinct from $2::uuid
      """;

  static boolean isClaimed(Tx tx, UUID application, @Nullable UUID but) {
    return tx.row(CLAIMED, application, but).isPresent();
  }

  private static final String ADD_FILE =
      """
      insert into travel_receipts (id, claim_id, community_id, person_id, kind, pages, width, height,
          bytes, added_at, keep_until)
        values ($1, $2, $3, $4, $5, $6, $7::int, $8::int, $9, yui_now(), $10)
      """;

  static void keep(Tx tx, UUID id, TravelClaim claim, Paper paper, LocalDate until) {
    tx.change(
        ADD_FILE,
        id,
        claim.id(),
        claim.communityId().value(),
        claim.personId().value(),
        paper.kind().name(),
        (short) paper.pages(),
        paper.width(),
        paper.height(),
        Buffer.buffer(paper.bytes()),
        until);
  }

  private static final String FILE =
      """
      select id, claim_id, kind, pages, width, height, length(bytes) as size, added_at
        from travel_receipts where id = $1
      """;

  static Optional<Receipt> file(Tx tx, UUID id) {
    return tx.row(FILE, id).map(ClaimStore::receipt);
  }

  private static final String BYTES = "select bytes from travel_receipts where id = $1";

  static byte[] bytes(Tx tx, UUID id) {
    return tx.row(BYTES, id).orElseThrow().getBuffer("bytes").getBytes();
  }

  private static final String DROP_FILE = "delete from travel_receipts where id = $1";

  static void dropFile(Tx tx, UUID id) {
    tx.change(DROP_FILE, id);
  }

  private static final String ERASE = "delete from travel_receipts where keep_until < $1";
  private static final String FORGOTTEN =
      """
      select id from travel_claims where state = 'DRAFT' and claimed_at < yui_now() - interval '90 days'
      """;

  /** Erases receipts whose time is over, and drafts that nobody sent. */
  static int forget(Tx tx, LocalDate today) {
    UUID[] drafts = tx.list(FORGOTTEN, row -> row.getUUID("id")).toArray(UUID[]::new);
    drop(tx, drafts);
    return drafts.length + tx.change(ERASE, today);
  }

  private static final String CLAIMABLE =
      """
      select (p.about ->> 'applicationId')::uuid as application_id, sum(p.amount)::bigint as cap,
          min(p.expires_at) as until
        from transfers p
        where p.person_id = $1 and p.kind = 'PENDING' and p.purpose = 'TRAVEL'
          and not exists (select from transfers r where r.pending_id = p.id)
          and not exists (select from travel_claim_parts c where c.live
            and c.application_id::text = p.about ->> 'applicationId')
        group by 1 order by 3, 1
      """;

  /** Travel money that waits for its claim, what lapses first first. */
  static List<TravelClaims.Claimable> claimable(Tx tx, PersonId person) {
    List<TravelClaims.Claimable> all = new ArrayList<>();
    List<Row> rows = tx.rows(CLAIMABLE, person.value());
    Map<UUID, Work> work =
        work(tx, rows.stream().map(row -> row.getUUID("application_id")).toList());
    for (Row row : rows) {
      Work known = work.get(row.getUUID("application_id"));
      if (known == null || !known.isClaimed()) continue;
      all.add(
          new TravelClaims.Claimable(
              known.applicationId(),
              known.communityId(),
              known.title(),
              row.getLong("cap"),
              Instants.maybe(row, "until")));
    }
    return all;
  }
}
