package yui.ledger;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import yui.core.CommunityId;
import yui.core.Days;
import yui.core.Lang;
import yui.core.PersonId;
import yui.core.Spoken;
import yui.db.Tx;
import yui.web.Cursor;
import yui.web.Form;
import yui.web.Page;
import yui.web.Pages;
import yui.web.Sheet;
import yui.web.Typed;
import yui.web.Words;

/** The auditor's pages: from a voucher to its cause and back. Each look is kept. */
public final class AuditPages {
  private static final int LINES = 30;
  private static final int SHEET = 20_000;
  private static final List<String> HEADINGS =
      List.of(
          "記帳番号", "出来事の日時", "記録した日時", "種類", "状態", "件名・理由", "どこから", "どこへ", "単位", "金額", "記録した人",
          "応募番号", "精算番号");

  record Found(
      String href,
      String happenedAt,
      String words,
      String about,
      String from,
      String to,
      String amount,
      String by) {}

  record SearchView(
      CommunityId communityId,
      String community,
      Typed.Field q,
      Typed.Choice code,
      Typed.Field amount,
      Typed.Field from,
      Typed.Field to,
      boolean asked,
      boolean hasItems,
      List<Found> items,
      String csvHref,
      String firstHref,
      String nextHref,
      boolean hasErrors,
      List<Typed.Mistake> errors) {}

  record Step(
      Instant moment,
      String at,
      String words,
      String amount,
      String who,
      String note,
      String href,
      boolean here) {}

  record Fact(String label, String value) {}

  record ChainView(
      CommunityId communityId,
      String words,
      String amount,
      String about,
      String taskHref,
      List<Fact> facts,
      List<Step> steps,
      String correctHref) {}

  private final Words words;

  public AuditPages(Words words) {
    this.words = words;
  }

  public void bind(Pages pages) {
    pages.getNoted("/communities/:id/ledger/search", this::search);
    pages.getNoted("/communities/:id/ledger/search.csv", this::sheet);
    pages.getNoted("/communities/:id/ledger/:transfer", this::chain);
    pages.atLength("GET /communities/:id/ledger/search.csv", "ledger");
  }

  private Page search(Form form, Tx tx) {
    CommunityId community = community(form);
    Rights.read(form.caller(), community);
    Map<String, String> mistakes = new LinkedHashMap<>();
    LedgerSearch.Query query = query(form, mistakes, LINES + 1);
    boolean asked = isAsked(query) && mistakes.isEmpty();
    String at = form.base() + "/communities/" + community + "/ledger";
    Optional<Page> one = form.filledId("q").flatMap(id -> only(tx, community, id, at));
    if (one.isPresent()) return one.get();
    Cursor<Transfer> page =
        asked
            ? Cursor.cut(
                LedgerSearch.find(tx, community, query),
                LINES,
                t -> LedgerSearch.Place.of(t).words())
            : new Cursor<>(List.of(), null);
    if (asked) {
      AuditRoutes.looked(tx, form.caller().known(), community, Map.of("search", true));
    }
    Typed typed =
        mistakes.isEmpty()
            ? Typed.stored(stored(form))
            : Typed.refused(form, mistakes, words.say(form.lang(), "problem.invalid_input"));
    String asking = asking(form);
    String next = page.nextCursor();
    return Page.show(
        "ledger_search",
        new SearchView(
            community,
            Naming.community(tx, community, form.lang()),
            typed.field("q"),
            typed.choice("code", codes(form.lang())),
            typed.field("amount"),
            typed.field("from"),
            typed.field("to"),
            asked,
            !page.items().isEmpty(),
            found(tx, page.items(), at, form.lang()),
            at + "/search.csv?" + asking,
            form.text("cursor").isEmpty() ? "" : at + "/search?" + asking,
            next == null ? "" : at + "/search?" + asking + "cursor=" + next,
            typed.hasErrors(),
            typed.errors()));
  }

  private static Optional<Page> only(Tx tx, CommunityId community, UUID id, String at) {
    return Transfers.byId(tx, List.of(id)).stream()
        .filter(t -> t.communityId().equals(community))
        .map(t -> Page.elsewhere(at + "/" + t.id()))
        .findFirst();
  }

  private static Map<String, String> stored(Form form) {
    Map<String, String> stored = new LinkedHashMap<>();
    for (String name : List.of("q", "code", "amount", "from", "to")) {
      stored.put(name, form.text(name));
    }
    return stored;
  }

  private static String asking(Form form) {
    StringBuilder asking = new StringBuilder();
    stored(form)
        .forEach(
            (name, value) -> {
              if (!value.isEmpty()) {
                asking
                    .append(name)
                    .append('=')
                    .append(URLEncoder.encode(value, StandardCharsets.UTF_8))
                    .append('&');
              }
            });
    return asking.toString();
  }

  private LedgerSearch.Query query(Form form, Map<String, String> mistakes, int most) {
    String code = form.text("code").toUpperCase(Locale.ROOT);
    LocalDate from = day(form, "from", mistakes);
    LocalDate to = day(form, "to", mistakes);
    if (from != null && to != null && to.isBefore(from)) {
      mistakes.put("/to", words.say(form.lang(), "field.end_before_start"));
    }
    return new LedgerSearch.Query(
        form.filled("q").map(q -> q.length() > 200 ? q.substring(0, 200) : q).orElse(null),
        codes(form.lang()).containsKey(code) && !code.isEmpty() ? Code.valueOf(code) : null,
        amount(form, mistakes),
        null,
        from,
        to,
        Places.deed(form.text("cursor")).orElse(null),
        most);
  }

  private @Nullable Long amount(Form form, Map<String, String> mistakes) {
    String digits = Typing.digits(form.text("amount"));
    if (digits.isEmpty()) return null;
    if (!digits.matches("\\d{1,15}") || Long.parseLong(digits) == 0) {
      mistakes.put("/amount", words.say(form.lang(), "ledger_search.amount_wrong"));
      return null;
    }
    return Long.parseLong(digits);
  }

  private @Nullable LocalDate day(Form form, String name, Map<String, String> mistakes) {
    if (form.text(name).isEmpty()) return null;
    try {
      return LocalDate.parse(form.text(name));
    } catch (DateTimeException e) {
      mistakes.put("/" + name, words.say(form.lang(), "field.format_date"));
      return null;
    }
  }

  private static boolean isAsked(LedgerSearch.Query q) {
    return q.text() != null
        || q.code() != null
        || q.amount() != null
        || q.from() != null
        || q.to() != null;
  }

  private Map<String, String> codes(Lang lang) {
    Map<String, String> labels = new LinkedHashMap<>();
    labels.put("", words.say(lang, "ledger_search.any"));
    for (Code code : Code.values()) {
      labels.put(code.name(), words.say(lang, "ledger.said." + code.word()));
    }
    return labels;
  }

  private List<Found> found(Tx tx, List<Transfer> transfers, String at, Lang lang) {
    Said said = new Said(tx, words, lang);
    Map<UUID, String> names = names(tx, transfers);
    Map<UUID, Naming.Work> work = work(tx, transfers);
    return transfers.stream()
        .map(
            t ->
                new Found(
                    at + "/" + t.id(),
                    said.day(t.happenedAt()),
                    said.movement(t),
                    about(t, work),
                    account(t.from(), names, lang),
                    account(t.to(), names, lang),
                    said.amount(t.unit(), t.amount()),
                    by(t, names)))
        .toList();
  }

  private static String by(Transfer t, Map<UUID, String> names) {
    PersonId by = t.byPerson();
    return by == null ? "" : names.getOrDefault(by.value(), "");
  }

  private static String about(Transfer t, Map<UUID, Naming.Work> work) {
    UUID application = t.about().applicationId();
    Naming.Work known = application == null ? null : work.get(application);
    return known == null ? Objects.requireNonNullElse(t.about().reason(), "") : known.title();
  }

  private static Map<UUID, Naming.Work> work(Tx tx, List<Transfer> transfers) {
    return Naming.work(
        tx,
        transfers.stream().map(t -> t.about().applicationId()).filter(Objects::nonNull).toList());
  }

  private static Map<UUID, String> names(Tx tx, List<Transfer> transfers) {
    List<UUID> ids = new ArrayList<>();
    for (Transfer t : transfers) {
      ids.add(t.from().owner());
      ids.add(t.to().owner());
      PersonId by = t.byPerson();
      if (by != null) ids.add(by.value());
    }
    return Naming.owners(tx, ids);
  }

  private String account(Account account, Map<UUID, String> names, Lang lang) {
    return words.say(
        lang,
        "ledger.account." + account.kind(),
        Map.of("name", names.getOrDefault(account.owner(), account.owner().toString())));
  }

  private Page sheet(Form form, Tx tx) {
    CommunityId community = community(form);
    Rights.read(form.caller(), community);
    List<Transfer> transfers =
        LedgerSearch.find(tx, community, query(form, new LinkedHashMap<>(), SHEET));
    AuditRoutes.looked(
        tx, form.caller().known(), community, Map.of("search", true, "lines", transfers.size()));
    return new Page.File(Sheet.CSV_TYPE, "ledger.csv", sheet(tx, transfers).csv());
  }

  /** The lines as an office reads them. */
  Sheet sheet(Tx tx, List<Transfer> transfers) {
    Map<UUID, String> names = names(tx, transfers);
    Map<UUID, Naming.Work> work = work(tx, transfers);
    Said said = new Said(tx, words, Lang.JA);
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (Transfer t : transfers) {
      rows.add(
          Arrays.asList(
              t.id(),
              Days.at(t.happenedAt()),
              Days.at(t.recordedAt()),
              said.movement(t),
              t.state(),
              about(t, work),
              account(t.from(), names, Lang.JA),
              account(t.to(), names, Lang.JA),
              t.unit(),
              t.amount(),
              by(t, names),
              t.about().applicationId(),
              t.about().settlementId()));
    }
    return new Sheet("元帳", HEADINGS, rows);
  }

  private Page chain(Form form, Tx tx) {
    CommunityId community = community(form);
    Rights.read(form.caller(), community);
    Lang lang = form.lang();
    Chain chain = Chain.of(tx, community, new TransferId(form.id("transfer")));
    Transfer t = chain.transfer();
    AuditRoutes.looked(
        tx, form.caller().known(), community, Map.of("transferId", t.id().toString()));
    Said said = new Said(tx, words, lang);
    Map<UUID, String> names = Naming.owners(tx, chain.people());
    Map<UUID, Naming.Work> work = work(tx, chain.transfers());
    UUID application = t.about().applicationId();
    Naming.Work known = application == null ? null : work.get(application);
    String at = form.base() + "/communities/" + community;
    boolean canCorrect =
        form.caller().settles(community)
            && Vouchers.canBeCorrected(t)
            && !form.caller().is(t.personId());
    return Page.show(
        "ledger_line",
        new ChainView(
            community,
            said.movement(t),
            said.amount(t.unit(), t.amount()),
            about(t, work),
            known == null ? "" : form.base() + "/tasks/" + known.taskId() + "/manage",
            facts(chain, names, said, lang),
            steps(chain, names, said, at, lang),
            canCorrect ? at + "/vouchers?corrects=" + t.id() : ""));
  }

  private List<Fact> facts(Chain chain, Map<UUID, String> names, Said said, Lang lang) {
    Transfer t = chain.transfer();
    List<Fact> facts = new ArrayList<>();
    fact(facts, lang, "chain.number", t.id().toString());
    fact(facts, lang, "ledger.from", account(t.from(), names, lang));
    fact(facts, lang, "ledger.to", account(t.to(), names, lang));
    fact(facts, lang, "ledger.happened", moment(t.happenedAt(), lang));
    LocalDate day = t.about().happenedOn();
    if (day != null) fact(facts, lang, "chain.true_day", said.day(day));
    fact(facts, lang, "ledger.recorded", moment(t.recordedAt(), lang));
    fact(facts, lang, "chain.by", by(t, names));
    fact(facts, lang, "common.reason", reason(t, lang));
    Chain.Seal seal = chain.seal();
    fact(
        facts,
        lang,
        "chain.seal",
        seal == null
            ? words.say(lang, "chain.not_sealed")
            : words.say(
                lang, "chain.sealed", Map.of("n", seal.position(), "digest", seal.digest())));
    return facts;
  }

  // What the roll call says is kept as its word.
  private String reason(Transfer t, Lang lang) {
    String reason = Objects.requireNonNullElse(t.about().reason(), "");
    return words.find(lang, "attendance.state." + reason).orElse(reason);
  }

  private void fact(List<Fact> facts, Lang lang, String label, String value) {
    if (!value.isEmpty()) facts.add(new Fact(words.say(lang, label), value));
  }

  private List<Step> steps(Chain chain, Map<UUID, String> names, Said said, String at, Lang lang) {
    List<Step> steps = new ArrayList<>();
    for (Transfer t : chain.transfers()) {
      steps.add(
          step(
              t.recordedAt(),
              said.movement(t),
              said.amount(t.unit(), t.amount()),
              by(t, names),
              reason(t, lang),
              at + "/ledger/" + t.id(),
              t.id().equals(chain.transfer().id()),
              lang));
    }
    for (Chain.Step s : chain.work()) {
      steps.add(plain(s.at(), told(s, names, lang), s.by(), names, s.reason(), "", lang));
    }
    for (Chain.Run run : chain.runs()) {
      String href = at.replaceFirst("/communities/.*", "") + "/settlements/" + run.id();
      for (Chain.Done done : run.done()) {
        String what =
            words.say(
                lang,
                "chain.run",
                Map.of(
                    "until", said.day(run.until()),
                    "state", words.say(lang, "chain.run." + done.state())));
        steps.add(plain(done.at(), what, done.by(), names, "", href, lang));
      }
    }
    for (Chain.ExportMade e : chain.exports()) {
      String href = at.replaceFirst("/communities/.*", "") + "/settlements/" + e.settlementId();
      String what = words.say(lang, "chain.file", Map.of("name", e.fileName()));
      steps.add(plain(e.at(), what, e.by(), names, "", href, lang));
    }
    for (Chain.Claim c : chain.claims()) {
      String amount = said.amount("JPY", c.amount());
      String claimed = words.say(lang, "chain.claimed", Map.of("amount", amount));
      steps.add(plain(c.claimedAt(), claimed, null, names, "", "", lang));
      Instant decided = c.decidedAt();
      if (decided != null) {
        String what = words.say(lang, "chain.claim." + c.state());
        steps.add(plain(decided, what, c.by(), names, "", "", lang));
      }
    }
    for (Voucher v : chain.vouchers()) {
      String href = at + "/vouchers";
      steps.add(
          plain(
              v.writtenAt(),
              words.say(lang, "chain.voucher"),
              v.writtenBy().value(),
              names,
              v.reason(),
              href,
              lang));
      Instant decided = v.decidedAt();
      PersonId by = v.decidedBy();
      if (decided != null && by != null && v.above() != null) {
        String what = words.say(lang, "chain.voucher." + v.state());
        steps.add(plain(decided, what, by.value(), names, v.refusal(), href, lang));
      }
    }
    steps.sort(Comparator.comparing(Step::moment));
    return steps;
  }

  private String told(Chain.Step s, Map<UUID, String> names, Lang lang) {
    String state = Objects.requireNonNullElse(s.state(), "");
    if (s.what().equals("APPLICATION")) {
      return words.say(
          lang,
          "chain.application",
          Map.of("state", words.say(lang, "application.state." + state)));
    }
    UUID by = s.by();
    return words.say(
        lang,
        "attendance.fact." + s.what(),
        Map.of(
            "who", by == null ? "" : names.getOrDefault(by, ""),
            "state", state.isEmpty() ? "" : words.say(lang, "attendance.state." + state)));
  }

  private Step plain(
      Instant at,
      String what,
      @Nullable UUID by,
      Map<UUID, String> names,
      String note,
      String href,
      Lang lang) {
    String who = by == null ? "" : names.getOrDefault(by, "");
    return step(at, what, "", who, note, href, false, lang);
  }

  private static Step step(
      Instant at,
      String what,
      String amount,
      String who,
      String note,
      String href,
      boolean here,
      Lang lang) {
    return new Step(at, moment(at, lang), what, amount, who, note, href, here);
  }

  private static String moment(Instant at, Lang lang) {
    return Spoken.day(at, lang) + " " + Spoken.time(at);
  }

  private static CommunityId community(Form form) {
    return new CommunityId(form.id("id"));
  }
}
