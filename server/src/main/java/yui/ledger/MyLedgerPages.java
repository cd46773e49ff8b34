package yui.ledger;

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
import yui.web.Words;

/** What a resident was promised, is owed and got. */
public final class MyLedgerPages {
  private static final int LINES = 30;

  record Balance(String icon, String unit, String pending, String owed, String given) {}

  record Got(UUID id, String text, String task, String by, String when) {}

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
      boolean hasLines,
      List<Line> lines,
      String firstHref,
      String nextHref) {}

  private final Transfers transfers = new Transfers();
  private final HandOvers handOvers = new HandOvers();
  private final Words words;
  private final String origin;

  public MyLedgerPages(Words words, String origin) {
    this.words = words;
    this.origin = origin;
  }

  public void bind(Pages pages) {
    pages.get("/me/ledger", this::show);
    pages.post(
        "/me/ledger/hand-overs/:id/receipt",
        (form, tx) -> {
          handOvers.acknowledge(tx, form.caller(), form.id("id"));
          return Page.elsewhere(form.base() + "/me/ledger", "received");
        });
  }

  private Page show(Form form, Tx tx) {
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
    Map<UUID, Naming.Work> work = Naming.work(tx, applications(page, unread));
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
            !page.items().isEmpty(),
            page.items().stream().map(t -> line(t, work, form, said)).toList(),
            before.isPresent() ? href : "",
            page.nextCursor() == null ? "" : href + "?cursor=" + page.nextCursor()));
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

  private Line line(Transfer t, Map<UUID, Naming.Work> work, Form form, Said said) {
    String state = state(t);
    boolean takes = t.code() == Code.CORRECT && t.from().kind() == Account.Kind.OWED;
    boolean gives = t.state() == Transfer.State.POSTED && t.to().kind() == Account.Kind.OWED;
    return new Line(
        said.day(t.happenedAt()),
        title(work, t.about().applicationId()),
        state.equals("BOUGHT")
            ? words.say(form.lang(), "ledger.said.bought")
            : said.movement(t.code(), t.purpose()),
        (takes ? "−" : gives ? "＋" : "") + said.amount(t.unit(), t.amount()),
        state,
        words.say(form.lang(), "ledger.state." + state));
  }

  private static String state(Transfer t) {
    return switch (t.code()) {
      case PROMISE -> "PENDING";
      case TRAVEL -> t.to().kind() == Account.Kind.GIVEN ? "BOUGHT" : "EARNED";
      case EARN, GIFT, OPEN -> "EARNED";
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

  private static List<UUID> applications(Cursor<Transfer> page, List<HandOver> unread) {
    List<UUID> ids = new ArrayList<>();
    page.items().stream()
        .map(t -> t.about().applicationId())
        .filter(Objects::nonNull)
        .forEach(ids::add);
    unread.forEach(h -> ids.add(h.applicationId()));
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
