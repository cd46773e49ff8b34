package yui.ledger;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import yui.core.CommunityId;
import yui.core.Lang;
import yui.core.PersonId;
import yui.db.Tx;
import yui.web.Cursor;
import yui.web.Form;
import yui.web.Page;
import yui.web.Pages;
import yui.web.Typed;
import yui.web.Words;

/** A community's funds and books. */
public final class LedgerPages {
  private static final int LINES = 30;
  private static final int MOST = 200;

  record FundRow(
      String name,
      String budgetLine,
      String unit,
      String limit,
      String promised,
      String used,
      String left,
      String percent,
      String days) {}

  record FundsView(
      CommunityId communityId,
      String community,
      boolean hasItems,
      List<FundRow> items,
      boolean mayAdd,
      Typed.Field name,
      Typed.Field budgetLine,
      Typed.Choice unit,
      Typed.Field limit,
      Typed.Field from,
      Typed.Field to,
      boolean hasErrors,
      List<Typed.Mistake> errors) {}

  record Balance(String account, String unit, String pending, String posted) {}

  record Line(
      String recordedAt,
      String happenedAt,
      String words,
      String about,
      String from,
      String to,
      String amount,
      String by) {}

  record LedgerView(
      CommunityId communityId,
      String community,
      String proof,
      boolean proofOk,
      String proofHref,
      boolean hasBalances,
      List<Balance> balances,
      String journalHref,
      boolean hasTransfers,
      List<Line> transfers,
      String firstHref,
      String nextHref) {}

  private final Funds funds = new Funds();
  private final Transfers transfers = new Transfers();
  private final Journal journal = new Journal();
  private final Seals seals = new Seals();
  private final Words words;

  public LedgerPages(Words words) {
    this.words = words;
  }

  public void bind(Pages pages) {
    pages.get(
        "/communities/:id/funds",
        (form, tx) -> funds(form, tx, Typed.stored(Map.of("unit", "JPY"))));
    pages.post(
        "/communities/:id/funds",
        this::addFund,
        (form, tx, fields, summary) -> funds(form, tx, Typed.refused(form, fields, summary)));
    pages.get("/communities/:id/ledger", this::ledger);
    pages.get(
        "/communities/:id/journal",
        (form, tx) ->
            new Page.File(
                "text/plain; charset=utf-8",
                "yui.journal",
                journal
                    .hledger(tx, form.caller(), community(form), null, null)
                    .getBytes(StandardCharsets.UTF_8)));
  }

  private Page addFund(Form form, Tx tx) {
    ObjectNode body = Typing.body();
    for (String text : List.of("name", "budgetLine", "unit", "from", "to")) {
      Typing.text(body, text, form);
    }
    Typing.number(body, "limit", form);
    funds.open(tx, form.caller(), community(form), form.body("addFund", body, Funds.Opening.class));
    return Page.elsewhere(form.base() + "/communities/" + community(form) + "/funds", "fund_added");
  }

  private Page funds(Form form, Tx tx, Typed typed) {
    CommunityId community = community(form);
    Rights.readFunds(form.caller(), community);
    Said said = new Said(tx, words, form.lang());
    List<Fund> all = funds.list(tx, community, null, MOST);
    return Page.show(
        "funds",
        new FundsView(
            community,
            Naming.community(tx, community, form.lang()),
            !all.isEmpty(),
            all.stream().map(fund -> row(fund, form.lang(), said)).toList(),
            form.caller().settles(community),
            typed.field("name"),
            typed.field("budgetLine"),
            typed.choice("unit", units(tx, community, form.lang())),
            typed.field("limit"),
            typed.field("from"),
            typed.field("to"),
            typed.hasErrors(),
            typed.errors()));
  }

  private FundRow row(Fund fund, Lang lang, Said said) {
    Long limit = fund.limit();
    Long left = fund.left();
    return new FundRow(
        fund.name(),
        fund.budgetLine(),
        said.unit(fund.unit()),
        limit == null ? words.say(lang, "funds.no_limit") : said.amount(fund.unit(), limit),
        said.amount(fund.unit(), fund.promised()),
        said.amount(fund.unit(), fund.spent()),
        left == null ? "–" : said.amount(fund.unit(), left),
        limit == null
            ? ""
            : Long.toString(Math.clamp(100 * (fund.promised() + fund.spent()) / limit, 0, 100)),
        days(fund.from(), said)
            + (fund.from() == null && fund.to() == null ? "" : "–")
            + days(fund.to(), said));
  }

  private static String days(@Nullable LocalDate day, Said said) {
    return day == null ? "" : said.day(day);
  }

  private Map<String, String> units(Tx tx, CommunityId community, Lang lang) {
    Map<String, String> labels = new LinkedHashMap<>();
    labels.put("JPY", words.say(lang, "thanks.cash"));
    labels.put("MEAL", words.say(lang, "thanks.meal"));
    for (Units.Item item : Units.items(tx, community, "", MOST)) {
      labels.put(item.unit(), lang.isEnglish() ? item.en() : item.ja());
    }
    return labels;
  }

  private Page ledger(Form form, Tx tx) {
    CommunityId community = community(form);
    Rights.read(form.caller(), community);
    Said said = new Said(tx, words, form.lang());
    @Nullable Long before = Places.seq(form.text("cursor")).orElse(null);
    Cursor<Transfer> page =
        Cursor.cut(
            transfers.ofCommunity(
                tx, community, new Transfers.Query(null, null, null, null, before, LINES + 1)),
            LINES,
            t -> Long.toString(t.seq()));
    List<Transfers.Balance> balances =
        before == null ? transfers.balances(tx, community, null, null, MOST) : List.of();
    Map<UUID, String> names = names(tx, page.items(), balances);
    Map<UUID, Naming.Work> work =
        Naming.work(
            tx,
            page.items().stream()
                .map(t -> t.about().applicationId())
                .filter(Objects::nonNull)
                .toList());
    String at = form.base() + "/communities/" + community;
    boolean asked = form.ticked("prove");
    int findings = asked ? seals.verify(tx, community).size() : 0;
    return Page.show(
        "ledger",
        new LedgerView(
            community,
            Naming.community(tx, community, form.lang()),
            asked ? proof(findings, form.lang()) : "",
            findings == 0,
            at + "/ledger?prove=yes",
            !balances.isEmpty(),
            balances.stream().map(b -> balance(b, names, form.lang(), said)).toList(),
            at + "/journal",
            !page.items().isEmpty(),
            page.items().stream().map(t -> line(t, names, work, form.lang(), said)).toList(),
            before == null ? "" : at + "/ledger",
            page.nextCursor() == null ? "" : at + "/ledger?cursor=" + page.nextCursor()));
  }

  private String proof(int findings, Lang lang) {
    return findings == 0
        ? words.say(lang, "ledger.proved")
        : words.say(lang, "ledger.disproved", Map.of("n", findings));
  }

  private Balance balance(Transfers.Balance b, Map<UUID, String> names, Lang lang, Said said) {
    return new Balance(
        account(b.account(), names, lang),
        said.unit(b.unit()),
        said.amount(b.unit(), b.pending()),
        said.amount(b.unit(), b.posted()));
  }

  private Line line(
      Transfer t, Map<UUID, String> names, Map<UUID, Naming.Work> work, Lang lang, Said said) {
    UUID application = t.about().applicationId();
    Naming.Work known = application == null ? null : work.get(application);
    PersonId by = t.byPerson();
    return new Line(
        said.day(t.recordedAt()),
        said.day(t.happenedAt()),
        said.movement(t.code(), t.purpose()),
        known == null ? Objects.requireNonNullElse(t.about().reason(), "") : known.title(),
        account(t.from(), names, lang),
        account(t.to(), names, lang),
        said.amount(t.unit(), t.amount()),
        by == null ? "" : names.getOrDefault(by.value(), ""));
  }

  private String account(Account account, Map<UUID, String> names, Lang lang) {
    return words.say(
        lang,
        "ledger.account." + account.kind(),
        Map.of("name", names.getOrDefault(account.owner(), account.owner().toString())));
  }

  private static Map<UUID, String> names(
      Tx tx, List<Transfer> transfers, List<Transfers.Balance> balances) {
    List<UUID> ids = new ArrayList<>();
    for (Transfer t : transfers) {
      ids.add(t.from().owner());
      ids.add(t.to().owner());
      PersonId by = t.byPerson();
      if (by != null) ids.add(by.value());
    }
    balances.forEach(b -> ids.add(b.account().owner()));
    return Naming.owners(tx, ids);
  }

  private static CommunityId community(Form form) {
    return new CommunityId(form.id("id"));
  }
}
