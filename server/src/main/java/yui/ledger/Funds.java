package yui.ledger;

import io.vertx.sqlclient.Row;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import yui.core.Caller;
import yui.core.CommunityId;
import yui.core.FieldError;
import yui.core.Ids;
import yui.core.Refusal;
import yui.db.Audit;
import yui.db.Tx;

/** What communities and sponsors give: opened once, by budget line, with or without a limit. */
public final class Funds {
  private static final UUID FIRST = new UUID(0, 0);

  /** What a new fund is made of. */
  public record Opening(
      String name,
      String budgetLine,
      @Nullable String unit,
      @Nullable Long limit,
      @Nullable Long softLimit,
      @Nullable LocalDate from,
      @Nullable LocalDate to) {}

  private static final String FUNDS =
      """
      select f.id, f.community_id, f.name, f.budget_line, coalesce(f.unit, 'JPY') as unit,
          f.hard_limit, f.soft_limit, f.valid_from, f.valid_to, s.promised, s.spent
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
      select id from funds where community_id = $1 and (unit = $2 or unit is null)
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
          valid_from, valid_to, opened_by, opened_at)
        values ($1, $2, $3, $4, $5, $6::bigint, $7::bigint, $8::date, $9::date, $10, yui_now())
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
        caller.known().value());
    Audit.write(tx, caller.known(), community, "fund_open", Map.of("fundId", id.toString()));
    return find(tx, community, id).orElseThrow();
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
        row.getString("unit"),
        limit,
        row.getLong("soft_limit"),
        row.getLocalDate("valid_from"),
        row.getLocalDate("valid_to"),
        promised,
        spent,
        limit == null ? null : limit - promised - spent);
  }
}
