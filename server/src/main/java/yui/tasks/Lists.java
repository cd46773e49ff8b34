package yui.tasks;

import io.vertx.sqlclient.Row;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import yui.core.CommunityId;
import yui.db.Tx;
import yui.ledger.FundId;

/** Which codes and funds of other rooms' lists exist. */
final class Lists {
  private static final String SKILLS =
      """
      select code from skills where code = any($1)
      """;
  private static final String LICENCES =
      """
      select code from licences where code = any($1)
      """;
  private static final String ITEMS =
      """
      select code from produce_items
      where code = any($1) and (community_id is null or community_id = $2)
      """;
  private static final String FUNDS =
      """
      select id, unit from funds where id = any($1) and community_id = $2
      """;
  private static final String FIRST_FUND =
      """
      select id from funds
      where community_id = $1 and (unit is null or unit = $2)
        and (valid_to is null or valid_to >= $3)
      order by is_default desc, opened_at, id limit 1
      """;

  private Lists() {}

  static Set<String> skills(Tx tx, Collection<String> codes) {
    return known(tx, SKILLS, codes);
  }

  static Set<String> licences(Tx tx, Collection<String> codes) {
    return known(tx, LICENCES, codes);
  }

  static Set<String> items(Tx tx, CommunityId community, Collection<String> codes) {
    if (codes.isEmpty()) return Set.of();
    return new HashSet<>(
        tx.list(
            ITEMS, row -> row.getString("code"), codes.toArray(String[]::new), community.value()));
  }

  /** The units of those funds that are the community's; empty for any unit. */
  static Map<FundId, Optional<String>> funds(Tx tx, CommunityId community, Collection<FundId> ids) {
    if (ids.isEmpty()) return Map.of();
    UUID[] wanted = ids.stream().map(FundId::value).distinct().toArray(UUID[]::new);
    Map<FundId, Optional<String>> units = new HashMap<>();
    for (Row row : tx.rows(FUNDS, wanted, community.value())) {
      units.put(new FundId(row.getUUID("id")), Optional.ofNullable(row.getString("unit")));
    }
    return units;
  }

  /** The fund that gives where nothing else is said. */
  static Optional<FundId> firstFund(Tx tx, CommunityId community, String unit) {
    return tx.row(FIRST_FUND, community.value(), unit, yui.core.Days.of(tx.now()))
        .map(row -> new FundId(row.getUUID("id")));
  }

  private static Set<String> known(Tx tx, String sql, Collection<String> codes) {
    List<String> wanted = List.copyOf(new LinkedHashSet<>(codes));
    if (wanted.isEmpty()) return Set.of();
    Set<String> known = new HashSet<>();
    for (Row row : tx.rows(sql, (Object) wanted.toArray(String[]::new))) {
      known.add(Objects.requireNonNull(row.getString("code")));
    }
    return known;
  }
}
