package yui.ledger;

import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import yui.core.CommunityId;
import yui.core.Days;
import yui.db.Tx;

/**
 * Finds lines of a community's books by what somebody holds in hand: a number from a voucher, the
 * name of a file, of a person or a task, an amount, a time.
 */
final class LedgerSearch {
  private static final int MOST_THINGS = 500;

  /** What to look for; nulls look for everything. */
  record Query(
      @Nullable String text,
      @Nullable Code code,
      @Nullable Long amount,
      @Nullable String unit,
      @Nullable LocalDate from,
      @Nullable LocalDate to,
      @Nullable Place after,
      int most) {}

  /** Where a page goes on: newest deeds first, the later written of one moment first. */
  record Place(Instant happenedAt, long seq) {
    static Place of(Transfer t) {
      return new Place(t.happenedAt(), t.seq());
    }

    String words() {
      return happenedAt + "|" + seq;
    }

    static Place parse(List<String> parts) {
      return new Place(Instant.parse(parts.get(0)), Long.parseLong(parts.get(1)));
    }
  }

  // Only what is asked stands in the statement, so that each question finds its own index.
  private final StringBuilder sql = new StringBuilder(Transfers.TRANSFERS);
  private final List<@Nullable Object> arguments = new ArrayList<>();

  private LedgerSearch(CommunityId community) {
    sql.append(" where t.community_id = ").append(argument(community.value()));
  }

  private String argument(@Nullable Object value) {
    arguments.add(value);
    return "$" + arguments.size();
  }

  /** Newest deeds first. */
  static List<Transfer> find(Tx tx, CommunityId community, Query query) {
    LedgerSearch search = new LedgerSearch(community);
    String text = query.text();
    if (text != null && !search.about(tx, community, text.strip())) return List.of();
    Code code = query.code();
    // a seldom code has an index of its own, which wants to see the word
    if (code != null) search.sql.append(" and t.code = '").append(code.word()).append("'");
    if (query.amount() != null) search.and("t.amount = ", query.amount());
    if (query.unit() != null) search.and("t.unit = ", query.unit());
    LocalDate from = query.from();
    if (from != null) search.and("t.happened_at >= ", Days.startOf(from));
    LocalDate to = query.to();
    if (to != null) search.and("t.happened_at < ", Days.startOf(to.plusDays(1)));
    Place after = query.after();
    if (after != null) {
      search
          .sql
          .append(" and (t.happened_at, t.seq) < (")
          .append(search.argument(after.happenedAt()))
          .append("::timestamptz, ")
          .append(search.argument(after.seq()))
          .append("::bigint)");
    }
    search.sql.append(" order by t.happened_at desc, t.seq desc limit ").append(query.most());
    return tx.list(search.sql.toString(), Transfers::transfer, search.arguments.toArray());
  }

  private void and(String condition, Object value) {
    sql.append(" and ").append(condition).append(argument(value));
  }

  private static final String OF_SETTLEMENTS =
      """
      select s.transfer_id as id from settlement_transfers s where s.settlement_id = any ($1)
      union
      select t.pending_id from settlement_transfers s
        join transfers t on t.id = s.transfer_id and t.pending_id is not null
          and t.code in ('pay', 'withhold')
        where s.settlement_id = any ($1)
      union
      select unnest(array_remove(array[r.transfer_id, r.travel_transfer_id], null))
        from settlement_returns r
        where r.settlement_id = any ($1)
      """;
  private static final String SETTLEMENTS =
      """
      select id from settlements where community_id = $1 and id = $2
      union
      select settlement_id from settlement_exports where community_id = $1 and id = $2
      """;
  private static final String BY_FILE =
      """
      select distinct settlement_id as id from settlement_exports
        where community_id = $1 and lower(file_name) = $2
      """;
  private static final String WORK =
      """
      select id from ledger_applications
        where community_id = $1 and (id = $2 or task_id = $2) limit $3
      """;
  private static final String BY_TITLE =
      """
      select id from ledger_applications
        where community_id = $1 and title ilike $2 order by id desc limit $3
      """;
  private static final String BY_NAME =
      """
      select y.person_id as id from ledger_payees y join ledger_persons p on p.id = y.person_id
        where y.community_id = $1 and (p.name ilike $2 or p.display_name ilike $2) limit $3
      """;

  // False when what is looked for is nowhere.
  private boolean about(Tx tx, CommunityId community, String text) {
    Optional<UUID> id = id(text);
    List<UUID> settlements =
        id.map(i -> ids(tx, SETTLEMENTS, community.value(), i))
            .orElseGet(() -> ids(tx, BY_FILE, community.value(), text.toLowerCase(Locale.ROOT)));
    if (!settlements.isEmpty()) {
      in("t.id", ids(tx, OF_SETTLEMENTS, (Object) settlements.toArray(UUID[]::new)));
      return true;
    }
    if (id.isPresent()) {
      List<UUID> work = ids(tx, WORK, community.value(), id.get(), MOST_THINGS);
      if (work.isEmpty()) {
        UUID one = id.get();
        sql.append(" and (t.id = ").append(argument(one));
        sql.append(" or t.person_id = ").append(argument(one)).append(")");
      } else {
        applications(work);
      }
      return true;
    }
    String like = "%" + text.replaceAll("([\\\\%_])", "\\\\$1") + "%";
    List<UUID> persons = ids(tx, BY_NAME, community.value(), like, MOST_THINGS);
    if (!persons.isEmpty()) {
      in("t.person_id", persons);
      return true;
    }
    List<UUID> work = ids(tx, BY_TITLE, community.value(), like, MOST_THINGS);
    if (work.isEmpty()) return false;
    applications(work);
    return true;
  }

  private void applications(List<UUID> applications) {
    sql.append(" and t.about ->> 'applicationId' = any (")
        .append(argument(applications.stream().map(UUID::toString).toArray(String[]::new)))
        .append(")");
  }

  private void in(String column, List<UUID> ids) {
    sql.append(" and ")
        .append(column)
        .append(" = any (")
        .append(argument(ids.toArray(UUID[]::new)))
        .append(")");
  }

  private static List<UUID> ids(Tx tx, String sql, @Nullable Object... arguments) {
    return tx.list(sql, (Row row) -> row.getUUID("id"), arguments);
  }

  private static Optional<UUID> id(String text) {
    if (text.length() != 36) return Optional.empty();
    try {
      return Optional.of(UUID.fromString(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
