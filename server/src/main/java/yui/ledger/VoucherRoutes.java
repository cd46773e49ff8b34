package yui.ledger;

import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import yui.core.Days;
import yui.core.PersonId;
import yui.db.Tx;
import yui.web.Answer;
import yui.web.Api;
import yui.web.Cursor;
import yui.web.Request;

/** The operations about what the desk writes into the books by hand. */
public final class VoucherRoutes {
  private final Vouchers vouchers;

  public VoucherRoutes(Vouchers vouchers) {
    this.vouchers = vouchers;
  }

  public void bind(Api api) {
    api.read("listVouchers", this::list);
    api.write(
        "writeVoucher",
        (request, tx) ->
            Answer.created(
                shown(
                    tx,
                    vouchers.write(
                        tx,
                        request.caller(),
                        LedgerRoutes.community(request),
                        request.body(Vouchers.Entry.class)))));
    api.write(
        "approveVoucher",
        (request, tx) ->
            Answer.ok(shown(tx, vouchers.approve(tx, request.caller(), request.id("voucherId")))));
    api.write(
        "refuseVoucher",
        (request, tx) ->
            Answer.ok(
                shown(
                    tx,
                    vouchers.refuse(
                        tx,
                        request.caller(),
                        request.id("voucherId"),
                        request.body(FundRoutes.Reason.class).reason()))));
  }

  private Answer list(Request request, Tx tx) {
    int limit = request.limit();
    List<Voucher> found =
        vouchers.list(
            tx,
            request.caller(),
            LedgerRoutes.community(request),
            Places.id(request).orElse(null),
            limit + 1);
    Map<UUID, String> names = Naming.persons(tx, people(found));
    return Answer.ok(Cursor.cut(found, limit, v -> v.id().toString()).map(v -> Shown.of(v, names)));
  }

  private static Shown shown(Tx tx, Voucher voucher) {
    return Shown.of(voucher, Naming.persons(tx, people(List.of(voucher))));
  }

  static List<UUID> people(List<Voucher> vouchers) {
    List<UUID> people = new ArrayList<>();
    for (Voucher v : vouchers) {
      people.add(v.personId().value());
      people.add(v.writtenBy().value());
      PersonId decided = v.decidedBy();
      if (decided != null) people.add(decided.value());
    }
    return people;
  }

  record Shown(
      UUID id,
      Code code,
      Voucher.State state,
      PersonId personId,
      String name,
      String from,
      String to,
      String unit,
      long amount,
      String reason,
      @Nullable UUID corrects,
      @Nullable UUID transferId,
      String writtenBy,
      OffsetDateTime writtenAt,
      @Nullable String decidedBy,
      @Nullable OffsetDateTime decidedAt,
      @Nullable String refusal) {
    static Shown of(Voucher v, Map<UUID, String> names) {
      PersonId decided = v.decidedBy();
      return new Shown(
          v.id(),
          v.code(),
          v.state(),
          v.personId(),
          names.getOrDefault(v.personId().value(), ""),
          v.from().name(),
          v.to().name(),
          v.unit(),
          v.amount(),
          v.reason(),
          v.corrects(),
          v.transferId(),
          names.getOrDefault(v.writtenBy().value(), ""),
          Days.at(v.writtenAt()),
          decided == null ? null : names.get(decided.value()),
          Days.maybeAt(v.decidedAt()),
          v.refusal().isEmpty() ? null : v.refusal());
    }
  }
}
