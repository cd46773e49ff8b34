package yui.ledger;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import yui.core.CommunityId;
import yui.core.Days;
import yui.core.PersonId;
import yui.core.Refusal;
import yui.db.Audit;
import yui.db.Database;
import yui.db.Scope;
import yui.db.Tx;
import yui.web.Answer;
import yui.web.Api;
import yui.web.Cursor;
import yui.web.Request;

/** The operations that look for a line of the books and for what it came of; each look is kept. */
public final class AuditRoutes {
  private final Database database;

  public AuditRoutes(Database database) {
    this.database = database;
  }

  public void bind(Api api) {
    api.plain("searchLedger", request -> looking(request, this::search));
    api.plain("traceTransfer", request -> looking(request, this::trace));
  }

  private interface Look {
    Answer at(Request request, Tx tx, CommunityId community);
  }

  // A look is written down, so it is no read-only transaction.
  private Answer looking(Request request, Look look) {
    CommunityId community = LedgerRoutes.community(request);
    return database.write(Scope.of(request.caller()), tx -> look.at(request, tx, community));
  }

  private Answer search(Request request, Tx tx, CommunityId community) {
    Rights.read(request.caller(), community);
    int limit = request.limit();
    List<Transfer> found =
        LedgerSearch.find(
            tx,
            community,
            new LedgerSearch.Query(
                request.query("q").filter(q -> !q.isBlank()).orElse(null),
                request.query("code").map(AuditRoutes::code).orElse(null),
                request.query("amount").map(Long::parseLong).orElse(null),
                request.query("unit").orElse(null),
                request.query("from").map(LocalDate::parse).orElse(null),
                request.query("to").map(LocalDate::parse).orElse(null),
                Places.deed(request).orElse(null),
                limit + 1));
    looked(tx, request.caller().known(), community, Map.of("search", true));
    return Answer.ok(
        LedgerRoutes.lines(tx, Cursor.cut(found, limit, t -> LedgerSearch.Place.of(t).words())));
  }

  private Answer trace(Request request, Tx tx, CommunityId community) {
    Rights.read(request.caller(), community);
    Chain chain = Chain.of(tx, community, new TransferId(request.id("transferId")));
    looked(
        tx,
        request.caller().known(),
        community,
        Map.of("transferId", chain.transfer().id().toString()));
    Map<UUID, String> names = Naming.persons(tx, chain.people());
    Chain.Seal seal = chain.seal();
    return Answer.ok(
        new Traced(
            chain.transfer().id(),
            seal == null ? null : new Sealed(seal.position(), seal.digest()),
            LedgerRoutes.lines(tx, new Cursor<>(chain.transfers(), null)).items(),
            chain.work().stream()
                .map(s -> new Step(s.what(), s.state(), named(s.by(), names), Days.at(s.at())))
                .toList(),
            chain.runs().stream()
                .map(
                    run ->
                        new Run(
                            run.id(),
                            run.kind(),
                            run.until(),
                            run.done().stream()
                                .map(
                                    d -> new Done(d.state(), named(d.by(), names), Days.at(d.at())))
                                .toList()))
                .toList(),
            chain.exports().stream()
                .map(
                    e ->
                        new Made(
                            e.id(),
                            e.settlementId(),
                            e.fileName(),
                            named(e.by(), names),
                            Days.at(e.at())))
                .toList(),
            chain.vouchers().stream().map(v -> VoucherRoutes.Shown.of(v, names)).toList()));
  }

  static void looked(Tx tx, PersonId person, CommunityId community, Map<String, Object> about) {
    Audit.write(tx, person, community, "ledger_look", about);
  }

  private static @Nullable String named(@Nullable UUID person, Map<UUID, String> names) {
    return person == null ? null : names.get(person);
  }

  /** A code as it is asked for, in either case. */
  static Code code(String text) {
    try {
      return Code.valueOf(text.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw Refusal.invalid("#/query/code", "not_in_list");
    }
  }

  record Sealed(long position, String digest) {}

  record Step(String what, @Nullable String state, @Nullable String by, OffsetDateTime at) {}

  record Run(UUID id, Settlement.Kind kind, LocalDate until, List<Done> done) {}

  record Done(Settlement.State state, @Nullable String by, OffsetDateTime at) {}

  record Made(
      UUID id, UUID settlementId, String fileName, @Nullable String by, OffsetDateTime at) {}

  record Traced(
      TransferId id,
      @Nullable Sealed sealed,
      List<LedgerRoutes.Line> transfers,
      List<Step> work,
      List<Run> settlements,
      List<Made> exports,
      List<VoucherRoutes.Shown> vouchers) {}
}
