package yui.ledger;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import yui.core.CommunityId;
import yui.core.Lang;
import yui.core.PersonId;
import yui.core.Spoken;
import yui.db.Audit;
import yui.db.Database;
import yui.db.Scope;
import yui.db.Tx;
import yui.web.Cursor;
import yui.web.Form;
import yui.web.Page;
import yui.web.Pages;
import yui.web.Words;

/** A community's books. */
public final class LedgerPages {
  private static final int LINES = 30;
  private static final int MOST = 200;
  private static final String PROVED = "ledger_proved";

  record Balance(String account, String unit, String pending, String posted) {}

  record Line(
      TransferId id,
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

  private final Transfers transfers = new Transfers();
  private final Journal journal = new Journal();
  private final Seals seals = new Seals();
  private final Database database;
  private final Words words;

  public LedgerPages(Database database, Words words) {
    this.database = database;
    this.words = words;
  }

  public void bind(Pages pages) {
    pages.get("/communities/:id/ledger", this::ledger);
    pages.postPlain("/communities/:id/ledger/proof", this::prove);
    pages.atLength("POST /communities/:id/ledger/proof", "proof");
    pages.get(
        "/communities/:id/journal",
        (form, tx) ->
            new Page.File(
                "text/plain; charset=utf-8",
                "yui.journal",
                journal
                    .hledger(tx, form.caller(), community(form), null, null)
                    .getBytes(StandardCharsets.UTF_8)));
    pages.atLength("GET /communities/:id/journal", "journal");
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
    Optional<Audit.Line> proof = Audit.last(tx, community, PROVED);
    return Page.show(
        "ledger",
        new LedgerView(
            community,
            Naming.community(tx, community, form.lang()),
            proof.map(line -> said(line, said, form.lang())).orElse(""),
            proof.map(LedgerPages::findings).orElse(0) == 0,
            at + "/ledger/proof",
            !balances.isEmpty(),
            balances.stream().map(b -> balance(b, names, form.lang(), said)).toList(),
            at + "/journal",
            !page.items().isEmpty(),
            page.items().stream().map(t -> line(t, names, work, form.lang(), said)).toList(),
            before == null ? "" : at + "/ledger",
            page.nextCursor() == null ? "" : at + "/ledger?cursor=" + page.nextCursor()));
  }

  // What it came to stays: who asked may have left, and the next reader wants to know it too.
  // It is read apart from that: whatever a transaction that writes holds back waits for its end.
  private Page prove(Form form) {
    CommunityId community = community(form);
    Rights.read(form.caller(), community);
    Scope scope = Scope.of(form.caller());
    int findings = database.readAtLength(scope, tx -> seals.verify(tx, community).size());
    database.write(
        scope,
        tx -> {
          Audit.write(tx, form.caller().known(), community, PROVED, Map.of("findings", findings));
          return findings;
        });
    return Page.elsewhere(form.base() + "/communities/" + community + "/ledger");
  }

  private static int findings(Audit.Line proof) {
    return proof.about().getInteger("findings", 0);
  }

  private String said(Audit.Line proof, Said said, Lang lang) {
    return words.say(
        lang,
        findings(proof) == 0 ? "ledger.proved" : "ledger.disproved",
        Map.of("n", findings(proof), "when", said.day(proof.at()) + " " + Spoken.time(proof.at())));
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
        t.id(),
        said.day(t.recordedAt()),
        said.day(t.happenedAt()),
        said.movement(t),
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
