package yui.ledger;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import yui.core.CommunityId;
import yui.core.PersonId;
import yui.core.Refusal;
import yui.db.Tx;
import yui.web.Answer;
import yui.web.Api;
import yui.web.Cursor;
import yui.web.Request;
import yui.web.Words;

/** The operations about lines, balances, the journal, funds and produce. */
public final class LedgerRoutes {
  private final Transfers transfers = new Transfers();
  private final Journal journal = new Journal();
  private final Words words;

  public LedgerRoutes(Words words) {
    this.words = words;
  }

  public void bind(Api api) {
    api.read("myLedger", this::myLedger);
    api.read("listTransfers", this::listTransfers);
    api.read("balances", this::balances);
    api.read("journal", this::journal);
    api.read("listProduceItems", this::listProduceItems);
  }

  private Answer myLedger(Request request, Tx tx) {
    PersonId person = request.caller().known();
    int limit = request.limit();
    String unit = request.query("unit").orElse(null);
    List<Transfer> found =
        transfers.ofPerson(
            tx,
            person,
            new Transfers.Query(
                unit, null, null, null, Places.seq(request).orElse(null), limit + 1));
    Cursor<Transfer> page = Cursor.cut(found, limit, t -> Long.toString(t.seq()));
    Map<UUID, Naming.Work> work = Naming.work(tx, applications(page.items()));
    Map<UUID, String> communities =
        Naming.communities(tx, ids(page.items(), t -> t.communityId().value()));
    Said said = new Said(tx, words, request.caller().lang());
    Cursor<OwnLine> lines = page.map(t -> ownLine(t, work, communities, said));
    return Answer.ok(
        new MyLedger(transfers.ownBalances(tx, person, unit), lines.items(), lines.nextCursor()));
  }

  private static OwnLine ownLine(
      Transfer t, Map<UUID, Naming.Work> work, Map<UUID, String> communities, Said said) {
    return new OwnLine(
        t.id(),
        t.code().word(),
        t.state(),
        t.unit(),
        t.amount(),
        t.from().name(),
        t.to().name(),
        AboutShown.of(t.about(), work),
        t.communityId(),
        communities.getOrDefault(t.communityId().value(), ""),
        said.movement(t.code(), t.purpose(), t.unit(), t.amount()),
        t.happenedAt(),
        t.recordedAt());
  }

  private Answer listTransfers(Request request, Tx tx) {
    CommunityId community = community(request);
    Rights.read(request.caller(), community);
    demandOrder(request);
    int limit = request.limit();
    List<Transfer> found =
        transfers.ofCommunity(
            tx,
            community,
            new Transfers.Query(
                request.query("unit").orElse(null),
                request.queryId("applicationId").orElse(null),
                day(request, "from"),
                day(request, "to"),
                Places.seq(request).orElse(null),
                limit + 1));
    return Answer.ok(lines(tx, Cursor.cut(found, limit, t -> Long.toString(t.seq()))));
  }

  /** Transfers with the names of everything in them. */
  static Cursor<Line> lines(Tx tx, Cursor<Transfer> page) {
    Map<UUID, Naming.Work> work = Naming.work(tx, applications(page.items()));
    List<UUID> owners = new ArrayList<>(ids(page.items(), t -> t.from().owner()));
    owners.addAll(ids(page.items(), t -> t.to().owner()));
    owners.addAll(ids(page.items(), t -> t.byPerson() == null ? null : t.byPerson().value()));
    Map<UUID, String> names = Naming.owners(tx, owners);
    return page.map(t -> line(t, work, names));
  }

  private static Line line(Transfer t, Map<UUID, Naming.Work> work, Map<UUID, String> names) {
    PersonId by = t.byPerson();
    return new Line(
        t.id(),
        t.code().word(),
        t.state(),
        t.unit(),
        t.amount(),
        t.from().name(),
        names.get(t.from().owner()),
        t.to().name(),
        names.get(t.to().owner()),
        t.pendingId(),
        AboutShown.of(t.about(), work),
        t.about().reason(),
        t.happenedAt(),
        t.recordedAt(),
        by == null ? null : names.get(by.value()));
  }

  private Answer balances(Request request, Tx tx) {
    CommunityId community = community(request);
    Rights.read(request.caller(), community);
    int limit = request.limit();
    List<Transfers.Balance> found =
        transfers.balances(
            tx, community, request.query("unit").orElse(null), after(request), limit + 1);
    Cursor<Transfers.Balance> page =
        Cursor.cut(
            found, limit, b -> b.account().kind() + "|" + b.account().owner() + "|" + b.unit());
    Map<UUID, String> names = Naming.owners(tx, ids(page.items(), b -> b.account().owner()));
    return Answer.ok(
        page.map(
            b ->
                new AccountBalance(
                    b.account().name() + "/" + b.unit(),
                    b.account().name(),
                    names.getOrDefault(b.account().owner(), ""),
                    b.unit(),
                    b.posted(),
                    b.pending())));
  }

  private static Transfers.@Nullable Balance after(Request request) {
    return Places.parts(request, 3)
        .map(
            parts -> {
              try {
                Account account =
                    new Account(Account.Kind.valueOf(parts.get(0)), UUID.fromString(parts.get(1)));
                return new Transfers.Balance(account, parts.get(2), 0, 0);
              } catch (IllegalArgumentException e) {
                throw Refusal.invalid("#/query/cursor", "cursor_unknown");
              }
            })
        .orElse(null);
  }

  private Answer journal(Request request, Tx tx) {
    demandOrder(request);
    String text =
        journal.hledger(
            tx, request.caller(), community(request), day(request, "from"), day(request, "to"));
    return Answer.text("text/plain; charset=utf-8", text);
  }

  private Answer listProduceItems(Request request, Tx tx) {
    CommunityId community = community(request);
    if (Naming.communities(tx, List.of(community.value())).isEmpty()) throw Refusal.notFound();
    int limit = request.limit();
    String after = request.query("cursor").map(Cursor::decodeCode).orElse("");
    return Answer.ok(
        Cursor.cut(Units.items(tx, community, after, limit + 1), limit, Units.Item::item)
            .map(i -> new ProduceItem(i.item(), i.item(), i.ja(), i.en(), i.said(), i.unit())));
  }

  static CommunityId community(Request request) {
    return new CommunityId(request.id("communityId"));
  }

  private static void demandOrder(Request request) {
    LocalDate from = day(request, "from");
    LocalDate to = day(request, "to");
    if (from != null && to != null && to.isBefore(from)) {
      throw Refusal.invalid("#/query/to", "end_before_start");
    }
  }

  private static @Nullable LocalDate day(Request request, String name) {
    return request.query(name).map(LocalDate::parse).orElse(null);
  }

  private static List<UUID> applications(List<Transfer> transfers) {
    return ids(transfers, t -> t.about().applicationId());
  }

  private static <T> List<UUID> ids(List<T> items, Function<T, @Nullable UUID> id) {
    return items.stream()
        .map(item -> Optional.ofNullable(id.apply(item)))
        .flatMap(Optional::stream)
        .distinct()
        .toList();
  }

  record MyLedger(
      List<Transfers.OwnBalance> balances, List<OwnLine> items, @Nullable String nextCursor) {}

  record OwnLine(
      TransferId id,
      String code,
      Transfer.State state,
      String unit,
      long amount,
      String from,
      String to,
      AboutShown about,
      CommunityId communityId,
      String communityName,
      String detail,
      Instant happenedAt,
      Instant recordedAt) {}

  record Line(
      TransferId id,
      String code,
      Transfer.State state,
      String unit,
      long amount,
      String from,
      @Nullable String fromName,
      String to,
      @Nullable String toName,
      @Nullable TransferId pendingId,
      AboutShown about,
      @Nullable String reason,
      Instant happenedAt,
      Instant recordedAt,
      @Nullable String recordedBy) {}

  record AccountBalance(
      String id, String account, String name, String unit, long posted, long pending) {}

  record ProduceItem(
      String id, String item, String ja, String en, List<String> units, String unit) {}

  /** What a line is about, with the task it belongs to where the caller may see it. */
  record AboutShown(
      @Nullable UUID taskId,
      @Nullable String taskTitle,
      @Nullable UUID applicationId,
      @Nullable UUID slotId,
      @Nullable UUID handOverId,
      @Nullable UUID travelClaimId,
      @Nullable UUID settlementId,
      @Nullable Integer line) {
    static AboutShown of(About about, Map<UUID, Naming.Work> work) {
      UUID application = about.applicationId();
      Naming.Work known = application == null ? null : work.get(application);
      return new AboutShown(
          known == null ? null : known.taskId(),
          known == null ? null : known.title(),
          application,
          about.slotId(),
          about.handOverId(),
          about.claimId(),
          about.settlementId(),
          about.line());
    }
  }
}
