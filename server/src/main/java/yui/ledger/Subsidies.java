package yui.ledger;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import yui.core.CommunityId;
import yui.core.Days;
import yui.core.FiscalYear;
import yui.core.PersonId;
import yui.db.Tx;

/**
 * What one person had of a community's funds in a fiscal year, beside what a subsidy bears: what
 * they earned, and tickets bought for them.
 */
public final class Subsidies {
  static final String CASH = "SUBSIDY_CAPS_CASH";
  static final String TRAVEL = "SUBSIDY_CAPS_TRAVEL";

  /**
   * What is borne for one person; null where there is no limit.
   *
   * @param from the day from which the community decided it so; null where it is as shipped
   */
  public record Caps(@Nullable Long travelYen, @Nullable Long cashYen, @Nullable LocalDate from) {
    public boolean isNone() {
      return travelYen == null && cashYen == null;
    }

    static JsonObject json(long yen) {
      return JsonObject.of("yen", yen);
    }
  }

  /** Yen of thanks and of travel money. */
  public record Used(long thanksYen, long travelYen) {
    public static final Used NOTHING = new Used(0, 0);
  }

  private Subsidies() {}

  private static final String USED =
      """
      select x.person_id, coalesce(sum(x.amount) filter (where x.purpose = 'THANKS'), 0)::bigint
            as thanks,
          coalesce(sum(x.amount) filter (where x.purpose = 'TRAVEL'), 0)::bigint as travel
        from (
          select e.person_id, t.purpose, t.happened_at, e.amount
            from entries e
            join accounts a
              on a.id = e.account_id and a.kind in ('OWED', 'GIVEN') and a.unit = 'JPY'
            join transfers t on t.id = e.transfer_id
            where e.community_id = $1 and e.person_id = any ($2)
              and exists (select from accounts p where p.kind = 'FUND'
                and p.id in (t.debit_account, t.credit_account))
          union all
          select t.person_id, t.purpose, t.happened_at, t.amount
            from transfers t
            join accounts p on p.id = t.debit_account and p.kind = 'FUND'
            where $5::boolean and t.community_id = $1 and t.person_id = any ($2)
              and t.kind = 'PENDING' and t.unit = 'JPY'
              and not exists (select from transfers r where r.pending_id = t.id)
        ) x
        where x.happened_at >= $3 and x.happened_at < $4
        group by x.person_id
      """;

  /** Of the fiscal year in which a day lies. */
  public static Map<PersonId, Used> used(
      Tx tx,
      CommunityId community,
      Collection<PersonId> persons,
      LocalDate day,
      boolean withPromised) {
    FiscalYear year = FiscalYear.of(day);
    Instant from = Days.startOf(year.first());
    Instant to = Days.startOf(year.last().plusDays(1));
    Map<PersonId, Used> used = new HashMap<>();
    UUID[] ids = persons.stream().map(PersonId::value).toArray(UUID[]::new);
    tx.rows(USED, community.value(), ids, from, to, withPromised)
        .forEach(
            row ->
                used.put(
                    new PersonId(row.getUUID("person_id")),
                    new Used(row.getLong("thanks"), row.getLong("travel"))));
    return used;
  }
}
