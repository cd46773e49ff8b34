package yui.ledger;

import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import yui.core.Caller;
import yui.core.CommunityId;
import yui.core.FieldError;
import yui.core.Ids;
import yui.core.Lang;
import yui.core.PersonId;
import yui.core.Refusal;
import yui.db.Audit;
import yui.db.Instants;
import yui.db.Tx;
import yui.web.Words;

/** What communities and sponsors give: opened once, by budget line, with or without a limit. */
public final class Funds {
  private static final UUID FIRST = new UUID(0, 0);
  private static final int MOST = 1_000;

  /** What a new fund is made of. */
  public record Opening(
      String name,
      String budgetLine,
      Fund.@Nullable Source source,
      @Nullable String sourceName,
      @Nullable String unit,
      @Nullable Long limit,
      @Nullable Long softLimit,
      @Nullable LocalDate from,
      @Nullable LocalDate to) {}

  private static final String FUNDS =
      """
      select f.id, f.community_id, f.name, f.budget_line, coalesce(f.unit, 'JPY') as unit,
          f.source, f.source_name, f.hard_limit, f.soft_limit, f.valid_from, f.valid_to,
          f.closed_at, s.promised, s.spent
        from funds f
        cross join lateral (
          select coalesce(sum(b.debits_pending), 0)::bigint as promised,
              coalesce(sum(b.debits_posted - b.credits_posted), 0)::bigint as spent
            from accounts a join balances b on b.account_id = a.id
            where a.community_id = f.community_id and a.kind = 'FUND' and a.owner_id = f.id
              and a.unit = coalesce(f.unit, 'JPY')) s
      """;
  private static final String PAGE =
      FUNDS + " where f.community_id = $1 and f.id > $2 order by f.id limit $3";
  private static final String ONE = FUNDS + " where f.community_id = $1 and f.id = $2";

  /** The community's funds after an id, oldest first. */
  public List<Fund> list(Tx tx, CommunityId community, @Nullable UUID after, int most) {
    return tx.list(PAGE, Funds::fund, community.value(), after == null ? FIRST : after, most);
  }

  public Optional<Fund> find(Tx tx, CommunityId community, FundId id) {
    return tx.row(ONE, community.value(), id.value()).map(Funds::fund);
  }

  private static final String GIVES =
      "select from funds where id = $1 and (unit = $2 or unit is null)";

  /** Whether a fund the caller may see pays in this unit. */
  public boolean gives(Tx tx, FundId id, String unit) {
    return tx.row(GIVES, id.value(), unit).isPresent();
  }

  private static final String USUAL =
      """
      select id from funds
        where community_id = $1 and (unit = $2 or unit is null) and closed_at is null
        order by opened_at, id limit 1
      """;
  private static final String OPEN_DEFAULT = "select open_default_fund($1, $2) as id";

  /**
   * Who pays where nobody is named: the community's first fund in that unit, opened if there is
   * none.
   */
  public FundId usual(Tx tx, CommunityId community, String unit) {
    return tx.row(USUAL, community.value(), unit)
        .map(row -> new FundId(row.getUUID("id")))
        .orElseGet(() -> openDefault(tx, community));
  }

  /** Opens the fund without limit that every community begins with; once, however often asked. */
  public FundId openDefault(Tx tx, CommunityId community) {
    return new FundId(
        tx.row(OPEN_DEFAULT, community.value(), Ids.next()).orElseThrow().getUUID("id"));
  }

  private static final String OPEN =
      """
      insert into funds (id, community_id, name, budget_line, unit, hard_limit, soft_limit,
          valid_from, valid_to, opened_by, source, source_name, opened_at)
        values ($1, $2, $3, $4, $5, $6::bigint, $7::bigint, $8::date, $9::date, $10, $11, $12,
          yui_now())
      """;

  /** By the official desk. */
  public Fund open(Tx tx, Caller caller, CommunityId community, Opening opening) {
    Rights.settle(caller, community);
    String unit = opening.unit() == null ? "JPY" : opening.unit();
    List<FieldError> errors = new ArrayList<>();
    if (Units.kind(tx, unit).isEmpty()) errors.add(new FieldError("/unit", "not_in_list"));
    if (opening.from() != null && opening.to() != null && opening.to().isBefore(opening.from())) {
      errors.add(new FieldError("/to", "end_before_start"));
    }
    Long most = opening.limit();
    if (most != null && opening.softLimit() != null && opening.softLimit() > most) {
      errors.add(new FieldError("/softLimit", "too_large", Map.of("max", most)));
    }
    if (!errors.isEmpty()) throw Refusal.invalid(errors);
    FundId id = new FundId(Ids.next());
    tx.change(
        OPEN,
        id.value(),
        community.value(),
        opening.name(),
        opening.budgetLine(),
        unit,
        opening.limit(),
        opening.softLimit(),
        opening.from(),
        opening.to(),
        caller.known().value(),
        Objects.requireNonNullElse(opening.source(), Fund.Source.OTHER).name(),
        Objects.requireNonNullElse(opening.sourceName(), ""));
    Audit.write(tx, caller.known(), community, "fund_open", Map.of("fundId", id.toString()));
    return find(tx, community, id).orElseThrow();
  }

  /** What was decided about a fund: its opening, other limits, its close. */
  public record Decision(
      int number,
      Deed deed,
      @Nullable Long limit,
      @Nullable Long softLimit,
      String reason,
      @Nullable PersonId decidedBy,
      Instant decidedAt) {}

  /** What may be decided. */
  enum Deed {
    OPEN,
    LIMITS,
    CLOSE
  }

  /** Other limits from now on; none means no limit. */
  public record Limits(@Nullable Long limit, @Nullable Long softLimit, String reason) {}

  private static final String DECISIONS =
      """
      select number, deed, hard_limit, soft_limit, reason, decided_by, decided_at
        from fund_decisions where fund_id = $1 order by number
      """;

  /** Oldest first. */
  List<Decision> decisions(Tx tx, FundId id) {
    return tx.list(
        DECISIONS,
        row -> {
          UUID by = row.getUUID("decided_by");
          return new Decision(
              row.getInteger("number"),
              Deed.valueOf(row.getString("deed")),
              row.getLong("hard_limit"),
              row.getLong("soft_limit"),
              row.getString("reason"),
              by == null ? null : new PersonId(by),
              Instants.of(row, "decided_at"));
        },
        id.value());
  }

  private static final String DECIDE = "select decide_fund($1, $2, $3::bigint, $4::bigint, $5)";

  /** Raises or lowers the limits; never below what is promised and spent. By the official desk. */
  Fund limit(Tx tx, Caller caller, CommunityId community, FundId id, Limits limits) {
    known(tx, caller, community, id);
    if (limits.limit() != null
        && limits.softLimit() != null
        && limits.softLimit() > limits.limit()) {
      throw Refusal.invalid(
          List.of(new FieldError("/softLimit", "too_large", Map.of("max", limits.limit()))));
    }
    tx.rows(
        DECIDE,
        id.value(),
        Deed.LIMITS.name(),
        limits.limit(),
        limits.softLimit(),
        limits.reason());
    Audit.write(tx, caller.known(), community, "fund_limits", Map.of("fundId", id.toString()));
    return find(tx, community, id).orElseThrow();
  }

  /** No new promises; what is promised is still earned and paid. By the official desk. */
  Fund close(Tx tx, Caller caller, CommunityId community, FundId id, String reason) {
    known(tx, caller, community, id);
    tx.rows(DECIDE, id.value(), Deed.CLOSE.name(), null, null, reason);
    Audit.write(tx, caller.known(), community, "fund_close", Map.of("fundId", id.toString()));
    return find(tx, community, id).orElseThrow();
  }

  private Fund known(Tx tx, Caller caller, CommunityId community, FundId id) {
    Rights.settle(caller, community);
    return find(tx, community, id).orElseThrow(Refusal::notFound);
  }

  /** How many of a community's funds are beyond their soft limit or have nothing left. */
  public int low(Tx tx, CommunityId community) {
    return (int)
        list(tx, community, null, MOST).stream()
            .filter(fund -> fund.closedAt() == null)
            .filter(Funds::isLow)
            .count();
  }

  /** What whoever promises from these funds should know: little left, nothing left, closed. */
  public List<String> warnings(
      Tx tx, Words words, Lang lang, CommunityId community, Collection<FundId> payers) {
    Said said = new Said(tx, words, lang);
    return list(tx, community, null, MOST).stream()
        .filter(fund -> payers.contains(fund.id()))
        .filter(fund -> isLow(fund) || fund.closedAt() != null)
        .map(
            fund ->
                words.say(
                    lang,
                    "funds.low",
                    Map.of(
                        "name", fund.name(),
                        "warning", words.say(lang, "funds." + warning(fund)),
                        "left", fund.left() == null ? "–" : said.amount(fund.unit(), fund.left()))))
        .toList();
  }

  /** A fund as a choice: its name and, where there is a limit, what is left. */
  public static String spoken(Fund fund, Tx tx, Words words, Lang lang) {
    if (fund.closedAt() != null) return fund.name() + words.say(lang, "funds.choice_closed");
    if (fund.left() == null) return fund.name();
    String left = new Said(tx, words, lang).amount(fund.unit(), fund.left());
    return fund.name()
        + words.say(
            lang,
            fund.isSoftPassed() ? "funds.choice_soft" : "funds.choice_left",
            Map.of("amount", left));
  }

  private static boolean isLow(Fund fund) {
    return fund.isSoftPassed() || fund.left() != null && fund.left() <= 0;
  }

  private static String warning(Fund fund) {
    if (fund.closedAt() != null) return "closed";
    return fund.left() != null && fund.left() <= 0 ? "nothing_left" : "soft_passed";
  }

  private static Fund fund(Row row) {
    Long limit = row.getLong("hard_limit");
    long promised = row.getLong("promised");
    long spent = row.getLong("spent");
    return new Fund(
        new FundId(row.getUUID("id")),
        new CommunityId(row.getUUID("community_id")),
        row.getString("name"),
        row.getString("budget_line"),
        Fund.Source.valueOf(row.getString("source")),
        row.getString("source_name"),
        row.getString("unit"),
        limit,
        row.getLong("soft_limit"),
        row.getLocalDate("valid_from"),
        row.getLocalDate("valid_to"),
        promised,
        spent,
        limit == null ? null : limit - promised - spent,
        Instants.maybe(row, "closed_at"));
  }
}
