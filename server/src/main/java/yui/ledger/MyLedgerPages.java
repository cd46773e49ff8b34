package yui.ledger;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.Year;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import yui.core.Days;
import yui.core.PersonId;
import yui.db.Tx;
import yui.web.Cursor;
import yui.web.Form;
import yui.web.Page;
import yui.web.Pages;
import yui.web.QrCode;
import yui.web.Typed;
import yui.web.Words;

/** What a resident was promised, is owed and got; receipts and travel claims. */
public final class MyLedgerPages {
  private static final int LINES = 30;

  record Balance(String icon, String unit, String pending, String owed, String given) {}

  record Got(UUID id, String text, String task, String by, String when) {}

  record Claim(
      UUID applicationId,
      String title,
      String when,
      String cap,
      Typed.Field amount,
      Typed.Field receipts,
      Typed.Field note) {}

  record Asked(String title, String amount, String state, String stateWords, String note) {}

  record Line(
      String when, String title, String words, String amount, String state, String stateWords) {}

  record ToGet(
      String icon,
      String amount,
      String task,
      String group,
      String pickUp,
      UUID id,
      String waiting) {}

  record OwnPaper(
      UUID settlementId,
      PersonId personId,
      String when,
      String amount,
      String state,
      String stateWords) {}

  record MyLedger(
      boolean hasToGet,
      List<ToGet> toGet,
      String code,
      String codeQr,
      boolean hasHandOvers,
      List<Got> handOvers,
      boolean hasBalances,
      List<Balance> balances,
      String year,
      String thisYear,
      boolean hasPapers,
      List<OwnPaper> papers,
      boolean hasClaims,
      List<Claim> claims,
      boolean hasAsked,
      List<Asked> asked,
      boolean hasLines,
      List<Line> lines,
      String firstHref,
      String nextHref,
      boolean hasErrors,
      List<Typed.Mistake> errors) {}

  private final Transfers transfers = new Transfers();
  private final HandOvers handOvers = new HandOvers();
  private final TravelClaims claims = new TravelClaims();
  private final Words words;
  private final String origin;

  public MyLedgerPages(Words words, String origin) {
    this.words = words;
    this.origin = origin;
  }

  public void bind(Pages pages) {
    pages.get("/me/ledger", (form, tx) -> show(form, tx, null));
    pages.post(
        "/me/ledger/hand-overs/:id/receipt",
        (form, tx) -> {
          handOvers.acknowledge(tx, form.caller(), form.id("id"));
          return Page.elsewhere(form.base() + "/me/ledger", "received");
        });
    pages.post(
        "/me/applications/:id/travel-claim",
        this::claim,
        (form, tx, fields, summary) -> show(form, tx, Typed.refused(form, fields, summary)));
    pages.post(
        "/travel-claims/:id/approve",
        (form, tx) -> {
          TravelClaim claim = claims.approve(tx, form.caller(), form.id("id"));
          return Page.elsewhere(desk(form, claim), "claim_approved");
        });
    pages.post(
        "/travel-claims/:id/return",
        (form, tx) -> {
          ObjectNode body = Typing.body();
          Typing.text(body, "reason", form);
          String reason =
              form.body("returnTravelClaim", body, ThanksRoutes.Reasoned.class).reason();
          TravelClaim claim = claims.giveBack(tx, form.caller(), form.id("id"), reason);
          return Page.elsewhere(desk(form, claim), "claim_returned");
        });
  }

  private static String desk(Form form, TravelClaim claim) {
    return form.base() + "/communities/" + claim.communityId() + "/desk#claims";
  }

  private Page claim(Form form, Tx tx) {
    ObjectNode body = Typing.body();
    Typing.number(body, "amountYen", form);
    Typing.text(body, "note", form);
    form.text("receipts")
        .lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .forEach(body.putArray("receipts")::add);
    ThanksRoutes.TravelClaimEntry entry =
        form.body("claimTravel", body, ThanksRoutes.TravelClaimEntry.class);
    claims.claim(
        tx,
        form.caller(),
        form.id("id"),
        entry.amountYen(),
        Objects.requireNonNullElse(entry.receipts(), List.of()),
        Objects.requireNonNullElse(entry.note(), ""));
    return Page.elsewhere(form.base() + "/me/ledger", "claimed");
  }

  private Page show(Form form, Tx tx, @Nullable Typed typed) {
    PersonId me = form.caller().known();
    Said said = new Said(tx, words, form.lang());
    Optional<Long> before = form.isPost() ? Optional.empty() : Places.seq(form.text("cursor"));
    Cursor<Transfer> page =
        Cursor.cut(
            transfers.ofPerson(
                tx,
                me,
                new Transfers.Query(null, null, null, null, before.orElse(null), LINES + 1)),
            LINES,
            t -> Long.toString(t.seq()));
    List<HandOver> unread =
        handOvers.ofPerson(tx, me, null, LINES).stream()
            .filter(h -> h.acknowledgedAt() == null)
            .toList();
    List<TravelClaims.Claimable> claimable = claims.claimable(tx, me);
    List<TravelClaim> asked = claims.ofPerson(tx, me, null, LINES);
    Map<UUID, Naming.Work> work = Naming.work(tx, applications(page, unread, claimable, asked));
    Map<UUID, String> givers = givers(tx, unread, work);
    List<ToGet> toGet = toGet(form, tx, me, said);
    String href = form.base() + "/me/ledger";
    List<Balance> balances =
        transfers.ownBalances(tx, me, null).stream().map(b -> balance(b, said)).toList();
    List<OwnPaper> papers = papers(tx, me, form, said);
    return Page.show(
        "my_ledger",
        new MyLedger(
            !toGet.isEmpty(),
            toGet,
            PickUpCode.spoken(me),
            toGet.isEmpty() ? "" : QrCode.svg(origin + "/h/" + PickUpCode.of(me)),
            !unread.isEmpty(),
            unread.stream().map(h -> got(h, work, givers, said)).toList(),
            !balances.isEmpty(),
            balances,
            year(tx, me, form, said),
            Year.from(Days.of(tx.now())).toString(),
            !papers.isEmpty(),
            papers,
            !claimable.isEmpty(),
            claimable.stream().map(c -> claim(c, work, form, typed, said)).toList(),
            !asked.isEmpty(),
            asked.stream().map(c -> asked(c, work, form, said)).toList(),
            !page.items().isEmpty(),
            page.items().stream().map(t -> line(t, work, form, said)).toList(),
            before.isPresent() ? href : "",
            page.nextCursor() == null ? "" : href + "?cursor=" + page.nextCursor(),
            typed != null && typed.hasErrors(),
            typed == null ? List.of() : mistakes(form, typed)));
  }

  private List<ToGet> toGet(Form form, Tx tx, PersonId me, Said said) {
    List<OwedLine> owed = OwedLines.ofPerson(tx, me);
    Map<String, PickUp> pickUps = PickUp.of(tx, owed.stream().map(OwedLine::taskId).toList());
    Map<String, Instead> instead =
        Instead.of(tx, owed.stream().map(OwedLine::applicationId).toList());
    Map<UUID, String> groups =
        Naming.groups(tx, owed.stream().map(line -> line.groupId().value()).toList());
    List<ToGet> toGet = new ArrayList<>();
    for (OwedLine line : owed) {
      Instead asked = instead.get(Instead.key(line.applicationId(), line.line()));
      toGet.add(
          new ToGet(
              Said.icon(line.unit()),
              said.amount(line.unit(), line.left()),
              line.title(),
              groups.getOrDefault(line.groupId().value(), ""),
              PickUp.of(pickUps, line.taskId(), line.line()).spoken(words, form.lang()),
              asked == null ? line.applicationId() : asked.id(),
              asked == null ? "" : asked.spoken(said, words, form.lang())));
    }
    return toGet;
  }

  private static Balance balance(Transfers.OwnBalance b, Said said) {
    return new Balance(
        Said.icon(b.unit()),
        said.unit(b.unit()),
        said.amount(b.unit(), b.pending()),
        said.amount(b.unit(), b.owed()),
        said.amount(b.unit(), b.given()));
  }

  private static Got got(
      HandOver h, Map<UUID, Naming.Work> work, Map<UUID, String> givers, Said said) {
    Naming.Work of = work.get(h.applicationId());
    String group = of == null ? "" : givers.getOrDefault(of.groupId().value(), "");
    return new Got(
        h.id(),
        said.amount(h.unit(), h.quantity()),
        title(work, h.applicationId()),
        givers.getOrDefault(h.givenBy().value(), group),
        said.day(h.givenAt()));
  }

  private Claim claim(
      TravelClaims.Claimable c,
      Map<UUID, Naming.Work> work,
      Form form,
      @Nullable Typed typed,
      Said said) {
    boolean mine = typed != null && form.id("id").equals(c.applicationId());
    Instant until = c.until();
    return new Claim(
        c.applicationId(),
        title(work, c.applicationId()),
        until == null
            ? ""
            : words.say(form.lang(), "my_ledger.until", Map.of("day", said.day(until))),
        words.say(form.lang(), "my_ledger.cap", Map.of("amount", said.amount("JPY", c.capYen()))),
        field("amountYen", c, mine ? typed : null),
        field("receipts", c, mine ? typed : null),
        field("note", c, mine ? typed : null));
  }

  private static Typed.Field field(
      String name, TravelClaims.Claimable claim, @Nullable Typed typed) {
    String id = name + "-" + claim.applicationId();
    if (typed == null) return new Typed.Field(id, "", "");
    Typed.Field own = typed.field(name);
    return new Typed.Field(id, own.value(), own.error());
  }

  /** The summary links to the field of the claim that was refused. */
  private static List<Typed.Mistake> mistakes(Form form, Typed typed) {
    return typed.errors().stream()
        .map(
            m ->
                new Typed.Mistake(
                    m.id().equals("main")
                        ? "main"
                        : m.id().replaceFirst("\\..*", "") + "-" + form.id("id"),
                    m.text()))
        .toList();
  }

  private Asked asked(TravelClaim c, Map<UUID, Naming.Work> work, Form form, Said said) {
    Long granted = c.grantedYen();
    String state =
        switch (c.state()) {
          case CLAIMED -> "PENDING";
          case APPROVED -> "APPROVED";
          case RETURNED -> "VOIDED";
        };
    return new Asked(
        title(work, c.applicationId()),
        said.amount("JPY", granted == null ? c.amountYen() : granted),
        state,
        words.say(form.lang(), "claim.state." + c.state()),
        c.state() == TravelClaim.State.RETURNED ? c.reason() : c.note());
  }

  private Line line(Transfer t, Map<UUID, Naming.Work> work, Form form, Said said) {
    String state = state(t);
    boolean takes = t.code() == Code.CORRECT && t.from().kind() == Account.Kind.OWED;
    boolean gives = t.state() == Transfer.State.POSTED && t.to().kind() == Account.Kind.OWED;
    return new Line(
        said.day(t.happenedAt()),
        title(work, t.about().applicationId()),
        said.movement(t.code(), t.purpose()),
        (takes ? "−" : gives ? "＋" : "") + said.amount(t.unit(), t.amount()),
        state,
        words.say(form.lang(), "ledger.state." + state));
  }

  private static String state(Transfer t) {
    return switch (t.code()) {
      case PROMISE -> "PENDING";
      case EARN, TRAVEL, GIFT, OPEN -> "EARNED";
      case VOID, EXPIRE -> "VOIDED";
      case HAND_OVER -> "GIVEN";
      case PAY, WITHHOLD -> t.state() == Transfer.State.PENDING ? "APPROVED" : "PAID";
      case CORRECT, RETURN -> "CORRECTED";
    };
  }

  private String year(Tx tx, PersonId me, Form form, Said said) {
    Year year = Year.from(Days.of(tx.now()));
    Map<String, Long> given = transfers.given(tx, me, year);
    if (given.isEmpty()) return "";
    String amounts =
        given.entrySet().stream()
            .map(e -> said.amount(e.getKey(), e.getValue()))
            .collect(Collectors.joining(words.say(form.lang(), "common.and")));
    return words.say(form.lang(), "my_ledger.year", Map.of("year", year, "amounts", amounts));
  }

  /** Of the last runs, all that a run gives in one line. */
  private List<OwnPaper> papers(Tx tx, PersonId me, Form form, Said said) {
    Map<UUID, List<SettlementStore.Own>> byRun = new LinkedHashMap<>();
    SettlementStore.own(tx, me, LINES)
        .forEach(own -> byRun.computeIfAbsent(own.settlementId(), r -> new ArrayList<>()).add(own));
    List<OwnPaper> papers = new ArrayList<>();
    byRun.forEach(
        (run, lines) -> {
          SettlementStore.Own first = lines.getFirst();
          String state = first.isPaid() ? "PAID" : "APPROVED";
          papers.add(
              new OwnPaper(
                  run,
                  me,
                  words.say(
                      form.lang(), "my_ledger.until_day", Map.of("day", said.day(first.until()))),
                  lines.stream()
                      .map(l -> said.amount(l.unit(), l.net()))
                      .collect(Collectors.joining(words.say(form.lang(), "common.and"))),
                  state,
                  words.say(form.lang(), "ledger.state." + state)));
        });
    return papers;
  }

  private static String title(Map<UUID, Naming.Work> work, @Nullable UUID application) {
    Naming.Work known = application == null ? null : work.get(application);
    return known == null ? "" : known.title();
  }

  private static List<UUID> applications(
      Cursor<Transfer> page,
      List<HandOver> unread,
      List<TravelClaims.Claimable> claimable,
      List<TravelClaim> asked) {
    List<UUID> ids = new ArrayList<>();
    page.items().stream()
        .map(t -> t.about().applicationId())
        .filter(Objects::nonNull)
        .forEach(ids::add);
    unread.forEach(h -> ids.add(h.applicationId()));
    claimable.forEach(c -> ids.add(c.applicationId()));
    asked.forEach(c -> ids.add(c.applicationId()));
    return ids;
  }

  private static Map<UUID, String> givers(
      Tx tx, List<HandOver> unread, Map<UUID, Naming.Work> work) {
    List<UUID> ids = new ArrayList<>();
    unread.forEach(h -> ids.add(h.givenBy().value()));
    work.values().forEach(w -> ids.add(w.groupId().value()));
    return Naming.owners(tx, ids);
  }
}
