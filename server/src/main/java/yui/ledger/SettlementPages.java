package yui.ledger;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Year;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import yui.banks.Banks;
import yui.core.Caller;
import yui.core.CommunityId;
import yui.core.Days;
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

/** The desk's settlements: gather, check, freeze, export, pay; or discard. */
public final class SettlementPages {
  private static final Map<String, String> LABELS =
      Map.of("/reason", "settlement.reason", "/payOn", "settlement.pay_on");

  private static final int RUNS = 20;

  record Waiting(String icon, String text) {}

  record Run(
      UUID id,
      String kindWords,
      String until,
      String state,
      String stateWords,
      String people,
      String total) {}

  record SettlementsView(
      CommunityId communityId,
      String community,
      boolean hasWaiting,
      List<Waiting> waiting,
      boolean mayOpen,
      String payeesYear,
      Typed.Choice kind,
      Typed.Field until,
      boolean hasItems,
      List<Run> items,
      String firstHref,
      String nextHref,
      boolean hasErrors,
      List<Typed.Mistake> errors) {}

  record Step(String status, String label, String note) {}

  record Finding(String kind, String icon, String text) {}

  record Payee(
      PersonId id,
      String name,
      String thanks,
      String travel,
      String withheld,
      String net,
      List<String> lines,
      List<String> decided,
      String way,
      String wayWords,
      boolean toTell,
      boolean canHold,
      boolean canReturn,
      String returned) {}

  record FundUsed(String name, String used, String left) {}

  record File(String href, String name, String label, String when) {}

  record SettlementView(
      UUID id,
      UUID settlement,
      CommunityId communityId,
      String kindWords,
      String until,
      String state,
      String stateWords,
      List<Step> steps,
      boolean isCash,
      boolean hasFindings,
      List<Finding> findings,
      String own,
      boolean hasLines,
      List<Payee> people,
      String count,
      String totalThanks,
      String totalTravel,
      String totalWithheld,
      String totalNet,
      boolean hasFunds,
      List<FundUsed> funds,
      boolean hasExports,
      List<File> exports,
      boolean hasToSee,
      List<ToSee.Item> toSee,
      boolean canRelease,
      boolean bankReady,
      String payOn,
      boolean canCheck,
      boolean canFreeze,
      boolean canDiscard,
      boolean canExport,
      boolean hasPapers,
      boolean canPay) {}

  private final Settlements settlements;
  private final Banks banks;
  private final Funds funds = new Funds();
  private final Words words;

  public SettlementPages(Settlements settlements, Banks banks, Words words) {
    this.settlements = settlements;
    this.banks = banks;
    this.words = words;
  }

  public void bind(Pages pages) {
    pages.get(
        "/communities/:id/settlements",
        (form, tx) ->
            list(
                form,
                tx,
                Typed.stored(Map.of("kind", "CASH", "until", Days.of(tx.now()).toString()))));
    pages.post(
        "/communities/:id/settlements",
        this::open,
        (form, tx, fields, summary) -> list(form, tx, Typed.refused(form, fields, summary)));
    pages.get("/settlements/:id", (form, tx) -> show(form, tx, ""));
    bind(pages, "check", "settlement_checked", false, settlements::check);
    bind(pages, "discard", "settlement_discarded", true, settlements::discard);
    bind(pages, "freeze", "settlement_frozen", true, settlements::freeze);
    bind(pages, "export", "settlement_exported", this::export);
    bind(pages, "payees/:pid/hold", "settlement_held", this::hold);
    bind(
        pages,
        "payees/:pid/release",
        "settlement_released",
        (form, tx) -> settlements.release(tx, form.caller(), form.id("id"), person(form)));
    bind(pages, "payees/:pid/return", "settlement_returned", this::comesBack);
    bind(pages, "pay", "settlement_paid", true, settlements::pay);
    for (String verb : List.of("check", "freeze", "export", "pay")) {
      pages.atLength("POST /settlements/:id/" + verb, "settlement");
    }
    pages.atLength("POST /communities/:id/settlements", "settlement");
    pages.get(
        "/settlements/:id/exports/:exportId",
        (form, tx) -> {
          Export export = settlements.export(tx, form.caller(), form.id("id"), form.id("exportId"));
          return new Page.File(
              export.contentType(), export.fileName(), settlements.bytes(tx, export));
        });
  }

  private interface Deed {
    Object apply(Form form, Tx tx);
  }

  private interface Verb {
    Object apply(Tx tx, Caller caller, UUID id);
  }

  private void bind(Pages pages, String verb, String notice, boolean sure, Verb deed) {
    bind(
        pages,
        verb,
        notice,
        (form, tx) -> {
          if (sure && !form.ticked("confirm")) throw Refusal.conflict("settlement_not_confirmed");
          return deed.apply(tx, form.caller(), form.id("id"));
        });
  }

  private void bind(Pages pages, String verb, String notice, Deed deed) {
    pages.post(
        "/settlements/:id/" + verb,
        (form, tx) -> {
          deed.apply(form, tx);
          return Page.elsewhere(form.base() + "/settlements/" + form.id("id"), notice);
        },
        (form, tx, fields, summary) ->
            show(form, tx, fields.isEmpty() ? summary : named(fields, form.lang())));
  }

  // A page of many small forms says at its head what was wrong, so it names the field, too.
  private String named(Map<String, String> fields, Lang lang) {
    return fields.entrySet().stream()
        .map(
            field -> {
              String label = LABELS.get(field.getKey());
              if (label == null) return field.getValue();
              return words.say(
                  lang,
                  "settlement.wrong",
                  Map.of("field", words.say(lang, label), "what", field.getValue()));
            })
        .collect(Collectors.joining(" "));
  }

  private Object export(Form form, Tx tx) {
    ObjectNode body = Typing.body();
    Typing.text(body, "format", form);
    if (!form.text("payOn").isBlank()) Typing.text(body, "payOn", form);
    SettlementRoutes.ExportEntry entry =
        form.body("createExport", body, SettlementRoutes.ExportEntry.class);
    return settlements.export(tx, form.caller(), form.id("id"), entry.format(), entry.payOn());
  }

  private Object hold(Form form, Tx tx) {
    ObjectNode body = Typing.body();
    Typing.text(body, "reason", form);
    SettlementRoutes.Reason entry = form.body("holdPayee", body, SettlementRoutes.Reason.class);
    return settlements.hold(tx, form.caller(), form.id("id"), person(form), entry.reason());
  }

  private Object comesBack(Form form, Tx tx) {
    ObjectNode body = Typing.body();
    body.put("personId", form.id("pid").toString());
    Typing.text(body, "reason", form);
    SettlementRoutes.ReturnEntry entry =
        form.body("returnPayment", body, SettlementRoutes.ReturnEntry.class);
    return settlements.comesBack(
        tx, form.caller(), form.id("id"), entry.personId(), "JPY", entry.reason());
  }

  private static PersonId person(Form form) {
    return new PersonId(form.id("pid"));
  }

  private Page open(Form form, Tx tx) {
    ObjectNode body = Typing.body();
    Typing.text(body, "kind", form);
    Typing.text(body, "until", form);
    SettlementRoutes.SettlementEntry entry =
        form.body("openSettlement", body, SettlementRoutes.SettlementEntry.class);
    Settlement opened =
        settlements.open(tx, form.caller(), community(form), entry.kind(), entry.until());
    return Page.elsewhere(form.base() + "/settlements/" + opened.id(), "settlement_opened");
  }

  private Page list(Form form, Tx tx, Typed typed) {
    CommunityId community = community(form);
    @Nullable UUID before = form.isPost() ? null : Places.id(form.text("cursor")).orElse(null);
    Said said = new Said(tx, words, form.lang());
    Cursor<Settlement> page =
        Cursor.cut(
            settlements.list(tx, form.caller(), community, before, RUNS + 1),
            RUNS,
            s -> s.id().toString());
    List<Waiting> waiting = waiting(tx, form.lang(), community, said);
    String href = form.base() + "/communities/" + community + "/settlements";
    return Page.show(
        "settlements",
        new SettlementsView(
            community,
            Naming.community(tx, community, form.lang()),
            !waiting.isEmpty(),
            waiting,
            form.caller().settles(community),
            form.caller().settles(community) || form.caller().audits(community)
                ? Year.from(Days.of(tx.now())).toString()
                : "",
            typed.choice("kind", kinds(form.lang())),
            typed.field("until"),
            !page.items().isEmpty(),
            page.items().stream().map(s -> run(s, form.lang(), said)).toList(),
            before == null ? "" : href,
            page.nextCursor() == null ? "" : href + "?cursor=" + page.nextCursor(),
            typed.hasErrors(),
            typed.errors()));
  }

  private List<Waiting> waiting(Tx tx, Lang lang, CommunityId community, Said said) {
    List<Waiting> waiting = new ArrayList<>();
    for (Settlement.Kind kind : Settlement.Kind.values()) {
      Map<String, List<Settlement.Line>> byUnit =
          settlements.waiting(tx, community, kind).stream()
              .collect(
                  Collectors.groupingBy(Settlement.Line::unit, TreeMap::new, Collectors.toList()));
      byUnit.forEach(
          (unit, lines) ->
              waiting.add(
                  new Waiting(
                      Said.icon(unit),
                      words.say(
                          lang,
                          "settlements.waiting_line",
                          Map.of(
                              "amount",
                              said.amount(
                                  unit, lines.stream().mapToLong(Settlement.Line::net).sum()),
                              "people",
                              lines.size())))));
    }
    return waiting;
  }

  private Run run(Settlement s, Lang lang, Said said) {
    return new Run(
        s.id(),
        kind(s.kind(), lang),
        said.day(s.until()),
        s.state().name(),
        state(s.state(), lang),
        Long.toString(s.people()),
        sums(s.lines(), lang, said));
  }

  private Page show(Form form, Tx tx, String refused) {
    Settlement s = settlements.get(tx, form.caller(), form.id("id"));
    Lang lang = form.lang();
    Said said = new Said(tx, words, lang);
    boolean mayAct = form.caller().settles(s.communityId());
    boolean changed = settlements.isChangedSinceCheck(tx, s);
    boolean own = s.lines().stream().anyMatch(line -> form.caller().is(line.personId()));
    List<Transfer> details = settlements.details(tx, s);
    List<Payee> people = payees(tx, s, details, mayAct, lang, said);
    boolean bankPays = s.kind() == Settlement.Kind.CASH && banks.pays(tx, s.communityId());
    List<ToSee.Item> toSee =
        new ToSee(words, lang, said, mayAct)
            .of(
                tx,
                s,
                settlements.leftOut(tx, s),
                settlements.holds(tx, s),
                settlements.returns(tx, s),
                settlements.decisions(tx, s),
                bankPays
                    ? banks.ways(tx, s.lines().stream().map(Settlement.Line::personId).toList())
                    : Map.of());
    List<Finding> findings = findings(s, changed, refused, lang);
    List<FundUsed> used = used(tx, s, details, said);
    List<File> files =
        settlements.exports(tx, s).stream()
            .map(
                e ->
                    new File(
                        form.base() + "/settlements/" + s.id() + "/exports/" + e.id(),
                        e.fileName(),
                        words.say(lang, "settlement.format." + e.format()),
                        said.day(e.madeAt())))
            .toList();
    return Page.show(
        "settlement",
        new SettlementView(
            s.id(),
            s.id(),
            s.communityId(),
            kind(s.kind(), lang),
            said.day(s.until()),
            s.state().name(),
            state(s.state(), lang),
            steps(s, lang, said),
            s.kind() == Settlement.Kind.CASH,
            !findings.isEmpty(),
            findings,
            own && mayAct ? words.say(lang, "problem.not_your_own") : "",
            !people.isEmpty(),
            people,
            Long.toString(s.people()),
            yen(s, said, Settlement.Line::thanks),
            yen(s, said, Settlement.Line::travel),
            yen(s, said, Settlement.Line::withheld),
            sums(s.lines(), lang, said),
            !used.isEmpty(),
            used,
            !files.isEmpty(),
            files,
            !toSee.isEmpty(),
            toSee,
            mayAct && s.isOpen(),
            bankPays,
            payOn(tx, s).toString(),
            mayAct && (s.state() == Settlement.State.OPEN || changed),
            mayAct
                && !own
                && !changed
                && !s.lines().isEmpty()
                && s.state() == Settlement.State.CHECKED,
            mayAct && s.isOpen(),
            mayAct && s.isFrozen(),
            s.isFrozen() && (mayAct || form.caller().audits(s.communityId())),
            mayAct && !own && s.state() == Settlement.State.EXPORTED));
  }

  // A bank's file is of one day: once there is one, its own.
  private LocalDate payOn(Tx tx, Settlement s) {
    return settlements.exports(tx, s).stream()
        .map(Export::payOn)
        .filter(Objects::nonNull)
        .findFirst()
        .orElseGet(() -> banks.openDay(tx, Days.of(tx.now()).plusDays(7)));
  }

  private List<Payee> payees(
      Tx tx, Settlement s, List<Transfer> details, boolean mayAct, Lang lang, Said said) {
    boolean cash = s.kind() == Settlement.Kind.CASH;
    Map<PersonId, Banks.Way> ways =
        cash
            ? banks.ways(tx, s.lines().stream().map(Settlement.Line::personId).toList())
            : Map.of();
    Map<PersonId, String> returned = new HashMap<>();
    settlements.returns(tx, s).forEach(r -> returned.put(r.personId(), r.reason()));
    Map<UUID, String> names =
        Naming.persons(tx, s.lines().stream().map(l -> l.personId().value()).toList());
    Map<UUID, Naming.Work> work =
        Naming.work(
            tx,
            details.stream().map(t -> t.about().applicationId()).filter(Objects::nonNull).toList());
    Map<PersonId, List<Settlement.Line>> byPerson = new LinkedHashMap<>();
    s.lines().forEach(l -> byPerson.computeIfAbsent(l.personId(), p -> new ArrayList<>()).add(l));
    List<Decision> decisions = settlements.decisions(tx, s);
    List<Payee> payees = new ArrayList<>();
    byPerson.forEach(
        (person, lines) -> {
          Banks.Way way = ways.getOrDefault(person, Banks.Way.HAND);
          payees.add(
              new Payee(
                  person,
                  names.getOrDefault(person.value(), ""),
                  said.amount("JPY", lines.getFirst().thanks()),
                  said.amount("JPY", lines.getFirst().travel()),
                  said.amount("JPY", lines.getFirst().withheld()),
                  sums(lines, lang, said),
                  details.stream()
                      .filter(t -> person.equals(t.personId()))
                      .map(t -> detail(t, work, said))
                      .toList(),
                  decisions.stream()
                      .filter(d -> d.personId().equals(person))
                      .map(d -> decided(d, lang, said))
                      .toList(),
                  cash ? way.name() : "",
                  cash ? words.say(lang, "settlement.way." + way) : "",
                  mayAct && cash && way != Banks.Way.BANK,
                  mayAct && s.isOpen(),
                  mayAct
                      && cash
                      && s.state() == Settlement.State.PAID
                      && !returned.containsKey(person),
                  returned.getOrDefault(person, "")));
        });
    return payees;
  }

  private String decided(Decision d, Lang lang, Said said) {
    String version =
        d.from() == null
            ? words.say(lang, "settlement.version.shipped")
            : words.say(lang, "settlement.version.from", Map.of("day", said.day(d.from())));
    boolean tax = d.rule().equals(Withholding.RULE);
    if (tax && d.base() == 0) {
      return words.say(lang, "settlement.decided.none", Map.of("version", version));
    }
    Map<String, Object> values = new HashMap<>();
    values.put("base", said.amount(d.unit(), d.base()));
    values.put("amount", said.amount(d.unit(), d.amount()));
    values.put("version", version);
    if (tax) return words.say(lang, "settlement.decided." + d.rule(), values);
    values.put("cap", said.amount(d.unit(), d.value().getLong("yen")));
    return words.say(
        lang, "settlement.decided." + d.rule() + (d.amount() == 0 ? ".within" : ""), values);
  }

  private static String detail(Transfer t, Map<UUID, Naming.Work> work, Said said) {
    UUID application = t.about().applicationId();
    Naming.Work known = application == null ? null : work.get(application);
    String title = known == null ? "" : known.title() + " ";
    boolean less = t.from().kind() == Account.Kind.OWED;
    return said.day(t.happenedAt())
        + " "
        + title
        + said.movement(t.code(), t.purpose(), t.unit(), less ? -t.amount() : t.amount());
  }

  private List<Finding> findings(Settlement s, boolean changed, String refused, Lang lang) {
    List<Finding> findings = new ArrayList<>();
    if (!refused.isEmpty()) findings.add(new Finding("bad", "warn", refused));
    if (s.state() == Settlement.State.DISCARDED) {
      findings.add(new Finding("warn", "info", words.say(lang, "settlement.discarded")));
    }
    if (changed) {
      String text = words.say(lang, "problem.settlement_changed_since_check");
      findings.add(new Finding("warn", "warn", text));
    }
    return findings;
  }

  private List<FundUsed> used(Tx tx, Settlement s, List<Transfer> details, Said said) {
    Map<UUID, Map<String, Long>> used = new LinkedHashMap<>();
    for (Transfer t : details) {
      boolean pays = t.from().kind() == Account.Kind.FUND;
      boolean getsBack = t.to().kind() == Account.Kind.FUND;
      if (!pays && !getsBack) continue;
      used.computeIfAbsent(pays ? t.from().owner() : t.to().owner(), f -> new TreeMap<>())
          .merge(t.unit(), pays ? t.amount() : -t.amount(), Long::sum);
    }
    List<FundUsed> shown = new ArrayList<>();
    used.forEach(
        (id, byUnit) ->
            funds
                .find(tx, s.communityId(), new FundId(id))
                .ifPresent(
                    fund ->
                        byUnit.forEach(
                            (unit, amount) ->
                                shown.add(
                                    new FundUsed(
                                        fund.name(),
                                        said.amount(unit, amount),
                                        left(fund, said))))));
    return shown;
  }

  private static String left(Fund fund, Said said) {
    Long left = fund.left();
    return left == null ? "–" : said.amount(fund.unit(), left);
  }

  private List<Step> steps(Settlement s, Lang lang, Said said) {
    List<@Nullable Instant> moments =
        Arrays.asList(
            s.openedAt(), s.checkedAt(), s.frozenAt(), s.exportedAt(), s.paidAt(), s.discardedAt());
    List<Step> steps = new ArrayList<>();
    boolean discarded = s.state() == Settlement.State.DISCARDED;
    for (Settlement.State state : Settlement.State.values()) {
      Instant moment = moments.get(state.ordinal());
      // A discarded run goes no further, any other never comes there.
      if (discarded ? moment == null : state == Settlement.State.DISCARDED) continue;
      int far = state.compareTo(s.state());
      steps.add(
          new Step(
              far < 0 ? "past" : far > 0 ? "todo" : discarded ? "stopped" : "now",
              state(state, lang),
              moment == null ? "" : said.day(moment)));
    }
    return steps;
  }

  private static String yen(Settlement s, Said said, ToLongFunction<Settlement.Line> part) {
    return said.amount("JPY", s.lines().stream().mapToLong(part).sum());
  }

  private String sums(List<Settlement.Line> lines, Lang lang, Said said) {
    Map<String, Long> byUnit = new TreeMap<>();
    lines.forEach(l -> byUnit.merge(l.unit(), l.net(), Long::sum));
    return byUnit.entrySet().stream()
        .map(e -> said.amount(e.getKey(), e.getValue()))
        .collect(Collectors.joining(words.say(lang, "common.and")));
  }

  private Map<String, String> kinds(Lang lang) {
    Map<String, String> labels = new LinkedHashMap<>();
    for (Settlement.Kind kind : Settlement.Kind.values()) {
      labels.put(kind.name(), kind(kind, lang));
    }
    return labels;
  }

  private String kind(Settlement.Kind kind, Lang lang) {
    return words.say(lang, "settlements.kind." + kind);
  }

  private String state(Settlement.State state, Lang lang) {
    return words.say(lang, "settlement.state." + state);
  }

  private static CommunityId community(Form form) {
    return new CommunityId(form.id("id"));
  }
}
