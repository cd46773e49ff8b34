package yui.ledger;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
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
  private final Settlements settlements = new Settlements();

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
        "freezeSettlement",
        (request, tx) -> answer(tx, settlements.freeze(tx, request.caller(), id(request))));
    api.write(
        "paySettlement",
        (request, tx) -> answer(tx, settlements.pay(tx, request.caller(), id(request))));
    api.write(
        "createExport",
        (request, tx) ->
            Answer.created(shown(settlements.export(tx, request.caller(), id(request)))));
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
                        line.net()))
            .toList(),
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
        s.paidAt());
  }

  private static ExportShown shown(Export e) {
    return new ExportShown(
        e.id(), e.settlementId(), e.format(), e.fileName(), e.size(), e.sha256(), e.madeAt());
  }

  private static UUID id(Request request) {
    return request.id("settlementId");
  }

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
      @Nullable Instant paidAt) {}

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
      List<LineShown> lines,
      List<ExportShown> exports) {}

  record LineShown(
      PersonId personId,
      String name,
      String unit,
      long thanks,
      long travel,
      long withheld,
      long net) {}

  record ExportShown(
      UUID id,
      UUID settlementId,
      String format,
      String fileName,
      int bytes,
      String sha256,
      Instant madeAt) {}
}
