package yui.ledger;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import yui.core.CommunityId;
import yui.core.PersonId;
import yui.db.Tx;
import yui.web.Answer;
import yui.web.Api;
import yui.web.Cursor;
import yui.web.Request;

/** The operations about settlements and their exports. */
public final class SettlementRoutes {
  private final Settlements settlements;

  public SettlementRoutes(Settlements settlements) {
    this.settlements = settlements;
  }

  public void bind(Api api) {
    api.read("listSettlements", this::listSettlements);
    api.write("openSettlement", this::openSettlement);
    api.read(
        "getSettlement",
        (request, tx) -> answer(tx, settlements.get(tx, request.caller(), id(request))));
    api.write(
        "checkSettlement",
        (request, tx) -> answer(tx, settlements.check(tx, request.caller(), id(request))));
    api.write(
        "discardSettlement",
        (request, tx) -> answer(tx, settlements.discard(tx, request.caller(), id(request))));
    api.write(
        "freezeSettlement",
        (request, tx) -> answer(tx, settlements.freeze(tx, request.caller(), id(request))));
    api.write(
        "paySettlement",
        (request, tx) -> answer(tx, settlements.pay(tx, request.caller(), id(request))));
    api.write(
        "createExport",
        (request, tx) -> {
          ExportEntry entry = request.body(ExportEntry.class);
          return Answer.created(
              shown(
                  settlements.export(
                      tx, request.caller(), id(request), entry.format(), entry.payOn())));
        });
    api.write(
        "holdPayee",
        (request, tx) ->
            answer(
                tx,
                settlements.hold(
                    tx,
                    request.caller(),
                    id(request),
                    person(request),
                    request.body(Reason.class).reason())));
    api.write(
        "releasePayee",
        (request, tx) ->
            answer(tx, settlements.release(tx, request.caller(), id(request), person(request))));
    api.write(
        "returnPayment",
        (request, tx) -> {
          ReturnEntry entry = request.body(ReturnEntry.class);
          return answer(
              tx,
              settlements.comesBack(
                  tx,
                  request.caller(),
                  id(request),
                  entry.personId(),
                  entry.unit() == null ? "JPY" : entry.unit(),
                  entry.reason()));
        });
    api.read("getExport", this::getExport);
  }

  private Answer listSettlements(Request request, Tx tx) {
    int limit = request.limit();
    List<Settlement> found =
        settlements.list(
            tx,
            request.caller(),
            LedgerRoutes.community(request),
            Places.id(request).orElse(null),
            limit + 1);
    return Answer.ok(
        Cursor.cut(found, limit, s -> s.id().toString()).map(SettlementRoutes::summary));
  }

  private Answer openSettlement(Request request, Tx tx) {
    SettlementEntry entry = request.body(SettlementEntry.class);
    Settlement opened =
        settlements.open(
            tx, request.caller(), LedgerRoutes.community(request), entry.kind(), entry.until());
    return Answer.created(whole(tx, opened));
  }

  private Answer getExport(Request request, Tx tx) {
    Export export = settlements.export(tx, request.caller(), id(request), request.id("exportId"));
    return Answer.file(export.contentType(), export.fileName(), settlements.bytes(tx, export));
  }

  private Answer answer(Tx tx, Settlement settlement) {
    return Answer.ok(whole(tx, settlement));
  }

  private Whole whole(Tx tx, Settlement s) {
    Map<Object, List<DecisionShown>> decisions =
        settlements.decisions(tx, s).stream()
            .collect(
                Collectors.groupingBy(
                    d -> List.of(d.personId(), d.unit()),
                    Collectors.mapping(DecisionShown::of, Collectors.toList())));
    Map<UUID, String> names =
        Naming.persons(tx, s.lines().stream().map(line -> line.personId().value()).toList());
    return new Whole(
        s.id(),
        s.communityId(),
        s.kind(),
        s.until(),
        s.state(),
        s.people(),
        s.total(),
        s.openedAt(),
        s.checkedAt(),
        s.frozenAt(),
        s.exportedAt(),
        s.paidAt(),
        s.discardedAt(),
        s.lines().stream()
            .map(
                line ->
                    new LineShown(
                        line.personId(),
                        names.getOrDefault(line.personId().value(), ""),
                        line.unit(),
                        line.thanks(),
                        line.travel(),
                        line.withheld(),
                        line.net(),
                        decisions.getOrDefault(List.of(line.personId(), line.unit()), List.of())))
            .toList(),
        settlements.leftOut(tx, s),
        settlements.holds(tx, s),
        settlements.returns(tx, s),
        settlements.exports(tx, s).stream().map(SettlementRoutes::shown).toList());
  }

  private static Summary summary(Settlement s) {
    return new Summary(
        s.id(),
        s.communityId(),
        s.kind(),
        s.until(),
        s.state(),
        s.people(),
        s.total(),
        s.openedAt(),
        s.checkedAt(),
        s.frozenAt(),
        s.exportedAt(),
        s.paidAt(),
        s.discardedAt());
  }

  private static ExportShown shown(Export e) {
    return new ExportShown(
        e.id(),
        e.settlementId(),
        e.format(),
        e.fileName(),
        e.size(),
        e.sha256(),
        e.madeAt(),
        e.payOn());
  }

  private static PersonId person(Request request) {
    return new PersonId(request.id("personId"));
  }

  private static UUID id(Request request) {
    return request.id("settlementId");
  }

  record ExportEntry(Export.Format format, @Nullable LocalDate payOn) {}

  record Reason(String reason) {}

  record ReturnEntry(PersonId personId, @Nullable String unit, String reason) {}

  record SettlementEntry(Settlement.Kind kind, LocalDate until) {}

  record Summary(
      UUID id,
      CommunityId communityId,
      Settlement.Kind kind,
      LocalDate until,
      Settlement.State state,
      long people,
      long total,
      Instant openedAt,
      @Nullable Instant checkedAt,
      @Nullable Instant frozenAt,
      @Nullable Instant exportedAt,
      @Nullable Instant paidAt,
      @Nullable Instant discardedAt) {}

  record Whole(
      UUID id,
      CommunityId communityId,
      Settlement.Kind kind,
      LocalDate until,
      Settlement.State state,
      long people,
      long total,
      Instant openedAt,
      @Nullable Instant checkedAt,
      @Nullable Instant frozenAt,
      @Nullable Instant exportedAt,
      @Nullable Instant paidAt,
      @Nullable Instant discardedAt,
      List<LineShown> lines,
      List<Settlement.LeftOut> leftOut,
      List<Settlement.Hold> holds,
      List<Settlement.Returned> returns,
      List<ExportShown> exports) {}

  record LineShown(
      PersonId personId,
      String name,
      String unit,
      long thanks,
      long travel,
      long withheld,
      long net,
      List<DecisionShown> decisions) {}

  record DecisionShown(
      String rule, @Nullable LocalDate from, Map<String, Object> value, long base, long amount) {
    static DecisionShown of(Decision d) {
      return new DecisionShown(d.rule(), d.from(), d.value().getMap(), d.base(), d.amount());
    }
  }

  record ExportShown(
      UUID id,
      UUID settlementId,
      Export.Format format,
      String fileName,
      int bytes,
      String sha256,
      Instant madeAt,
      @Nullable LocalDate payOn) {}
}
