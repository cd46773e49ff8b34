package yui.ledger;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import yui.core.CommunityId;
import yui.core.Lang;
import yui.core.PersonId;
import yui.core.Refusal;
import yui.db.Tx;
import yui.web.Cursor;
import yui.web.Form;
import yui.web.Page;
import yui.web.Pages;
import yui.web.Typed;
import yui.web.Words;

/** What the desk writes into the books by hand, and what waits for a second person. */
public final class VoucherPages {
  private static final int LINES = 30;
  private static final int MOST = 500;

  record Row(
      UUID id,
      String words,
      String name,
      String amount,
      String from,
      String reason,
      String written,
      String state,
      String stateWords,
      String decided,
      String refusal,
      String href,
      boolean canDecide,
      boolean canRefuse) {}

  record Line(UUID id, String words, String amount, String left) {}

  record View(
      CommunityId communityId,
      String community,
      boolean mayWrite,
      boolean corrects,
      @Nullable Line line,
      Typed.Choice code,
      Typed.Choice personId,
      Typed.Choice fundId,
      Typed.Choice unit,
      Typed.Field amount,
      Typed.Field reason,
      String above,
      boolean hasItems,
      List<Row> items,
      String firstHref,
      String nextHref,
      boolean hasErrors,
      List<Typed.Mistake> errors) {}

  private final Vouchers vouchers;
  private final Funds funds = new Funds();
  private final Words words;

  public VoucherPages(Vouchers vouchers, Words words) {
    this.vouchers = vouchers;
    this.words = words;
  }

  public void bind(Pages pages) {
    pages.get(
        "/communities/:id/vouchers",
        (form, tx) -> show(form, tx, Typed.stored(Map.of("code", "GIFT", "unit", "JPY"))));
    pages.post(
        "/communities/:id/vouchers",
        this::write,
        (form, tx, fields, summary) -> show(form, tx, Typed.refused(form, fields, summary)));
    pages.post(
        "/vouchers/:voucher/approve",
        (form, tx) -> {
          Voucher voucher = vouchers.approve(tx, form.caller(), form.id("voucher"));
          return back(form, voucher, "voucher_posted");
        });
    pages.post(
        "/vouchers/:voucher/refuse",
        (form, tx) -> {
          ObjectNode body = Typing.body();
          Typing.text(body, "reason", form);
          String reason = form.body("refuseVoucher", body, FundRoutes.Reason.class).reason();
          Voucher voucher = vouchers.refuse(tx, form.caller(), form.id("voucher"), reason);
          return back(form, voucher, "voucher_refused");
        });
  }

  private Page write(Form form, Tx tx) {
    CommunityId community = new CommunityId(form.id("id"));
    ObjectNode body = Typing.body();
    for (String text : List.of("code", "personId", "fundId", "unit", "corrects", "reason")) {
      Typing.text(body, text, form);
    }
    Typing.number(body, "amount", form);
    Voucher voucher =
        vouchers.write(
            tx, form.caller(), community, form.body("writeVoucher", body, Vouchers.Entry.class));
    return back(
        form,
        voucher,
        voucher.state() == Voucher.State.POSTED ? "voucher_posted" : "voucher_waits");
  }

  private static Page back(Form form, Voucher voucher, String notice) {
    return Page.elsewhere(
        form.base() + "/communities/" + voucher.communityId() + "/vouchers", notice);
  }

  private Page show(Form form, Tx tx, Typed typed) {
    CommunityId community = new CommunityId(form.id("id"));
    Lang lang = form.lang();
    Said said = new Said(tx, words, lang);
    Cursor<Voucher> page =
        Cursor.cut(
            vouchers.list(
                tx,
                form.caller(),
                community,
                Places.id(form.text("cursor")).orElse(null),
                LINES + 1),
            LINES,
            v -> v.id().toString());
    Map<UUID, String> names = Naming.persons(tx, VoucherRoutes.people(page.items()));
    Map<UUID, String> owners =
        Naming.owners(
            tx,
            page.items().stream()
                .map(v -> v.code() == Code.CORRECT ? v.to().owner() : v.from().owner())
                .toList());
    String at = form.base() + "/communities/" + community;
    Line line = line(form, tx, community, said);
    String next = page.nextCursor();
    return Page.show(
        "vouchers",
        new View(
            community,
            Naming.community(tx, community, lang),
            form.caller().settles(community),
            line != null,
            line,
            typed.choice("code", codes(lang)),
            typed.choice("personId", people(tx, community, lang)),
            typed.choice("fundId", funds(tx, community, lang)),
            typed.choice("unit", units(tx, community, lang)),
            typed.field("amount"),
            typed.field("reason"),
            said.amount("JPY", vouchers.above(tx, community)),
            !page.items().isEmpty(),
            page.items().stream().map(v -> row(v, names, owners, form, at, said)).toList(),
            form.text("cursor").isEmpty() ? "" : at + "/vouchers",
            next == null ? "" : at + "/vouchers?cursor=" + next,
            typed.hasErrors(),
            typed.errors()));
  }

  private Map<String, String> codes(Lang lang) {
    Map<String, String> labels = new LinkedHashMap<>();
    labels.put("GIFT", words.say(lang, "ledger.said.gift"));
    labels.put("OPEN", words.say(lang, "ledger.said.open"));
    return labels;
  }

  private @Nullable Line line(Form form, Tx tx, CommunityId community, Said said) {
    UUID id = form.filledId("corrects").orElse(null);
    if (id == null) return null;
    Transfer t =
        Transfers.byId(tx, List.of(id)).stream()
            .filter(x -> x.communityId().equals(community))
            .findFirst()
            .orElseThrow(Refusal::notFound);
    return new Line(
        id,
        said.movement(t.code(), t.purpose()),
        said.amount(t.unit(), t.amount()),
        said.amount(t.unit(), Vouchers.left(tx, t)));
  }

  private Row row(
      Voucher v,
      Map<UUID, String> names,
      Map<UUID, String> owners,
      Form form,
      String at,
      Said said) {
    Lang lang = form.lang();
    PersonId decided = v.decidedBy();
    boolean mine = form.caller().is(v.personId());
    boolean waits =
        v.state() == Voucher.State.WAITING && form.caller().settles(v.communityId()) && !mine;
    UUID line = v.transferId() == null ? v.corrects() : v.transferId();
    return new Row(
        v.id(),
        words.say(lang, "ledger.said." + v.code().word()),
        names.getOrDefault(v.personId().value(), ""),
        said.amount(v.unit(), v.amount()),
        owners.getOrDefault(v.code() == Code.CORRECT ? v.to().owner() : v.from().owner(), ""),
        v.reason(),
        said.day(v.writtenAt()) + " " + names.getOrDefault(v.writtenBy().value(), ""),
        v.state().name(),
        words.say(lang, "vouchers.state." + v.state()),
        decided == null || v.decidedAt() == null || v.above() == null
            ? ""
            : said.day(v.decidedAt()) + " " + names.getOrDefault(decided.value(), ""),
        v.refusal(),
        line == null ? "" : at + "/ledger/" + line,
        waits && !form.caller().is(v.writtenBy()),
        waits);
  }

  private static final String PEOPLE =
      """
      select p.id, p.name from ledger_persons p
        where p.name <> '' and p.id in (
          select person_id from ledger_applications where community_id = $1
          union select person_id from ledger_payees where community_id = $1)
        order by p.name, p.id limit $2
      """;

  private Map<String, String> people(Tx tx, CommunityId community, Lang lang) {
    Map<String, String> labels = new LinkedHashMap<>();
    labels.put("", words.say(lang, "vouchers.choose"));
    tx.rows(PEOPLE, community.value(), MOST)
        .forEach(row -> labels.put(row.getUUID("id").toString(), row.getString("name")));
    return labels;
  }

  private Map<String, String> funds(Tx tx, CommunityId community, Lang lang) {
    Map<String, String> labels = new LinkedHashMap<>();
    labels.put("", words.say(lang, "vouchers.choose"));
    for (Fund fund : funds.list(tx, community, null, MOST)) {
      if (fund.closedAt() == null) {
        labels.put(fund.id().toString(), Funds.spoken(fund, tx, words, lang));
      }
    }
    return labels;
  }

  private Map<String, String> units(Tx tx, CommunityId community, Lang lang) {
    Map<String, String> labels = new LinkedHashMap<>();
    labels.put("JPY", words.say(lang, "vouchers.yen"));
    labels.put("MEAL", words.say(lang, "thanks.meal"));
    for (Units.Item item : Units.items(tx, community, "", MOST)) {
      labels.put(item.unit(), (lang.isEnglish() ? item.en() : item.ja()) + measure(item.unit()));
    }
    return labels;
  }

  private static String measure(String unit) {
    return unit.endsWith("_G") ? " (g)" : unit.endsWith("_ML") ? " (ml)" : "";
  }
}
