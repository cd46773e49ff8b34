package yui;

import io.vertx.pgclient.PgConnectOptions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.function.Consumer;

/**
 * A seeded crowd for trying the scale: the same residents and tasks every time, made in the
 * database itself. They have no address to log in with.
 */
final class DemoCrowd {
  private static final int AT_ONCE = 10_000;

  private static final String SETTINGS =
      "select set_config('yui.system', 'on', false), set_config('yui.now', ?, false)";

  /** A number in [0, 1) from what it is for and a count. */
  private static final String CHANCE =
      """
      create function pg_temp.chance(what text, i bigint) returns float8 language sql immutable
      as $$ select (('x' || substr(md5(what || i), 1, 8))::bit(32)::bigint & 4294967295) / 4294967296.0 $$
      """;

  private static final String PERSONS =
      """
      insert into persons (id, email, email_folded, name, created_at)
      select md5('resident' || i)::uuid, 'crowd' || i || '@crowd.example',
        'crowd' || i || '@crowd.example', '住民 ' || i, yui_now()
      from generate_series(?::int, ?::int) i on conflict do nothing
      """;
  private static final String RESIDENTS =
      """
      insert into residents (person_id, display_name, findable, max_distance_km, reward_wishes,
        has_car, created_at, changed_at)
      select md5('resident' || i)::uuid, '住民 ' || i, 'ALL',
        (array[10, 30, 60, 100, 300, null])[1 + floor(6 * pg_temp.chance('far', i))::int],
        case when pg_temp.chance('wish', i) < 0.5 then array['CASH', 'MEAL', 'PRODUCE']
          when pg_temp.chance('wish', i) < 0.8 then array['CASH'] else array['MEAL', 'PRODUCE'] end,
        pg_temp.chance('car', i) < 0.6, yui_now(), yui_now()
      from generate_series(?::int, ?::int) i on conflict do nothing
      """;
  private static final String BASES =
      """
      insert into bases (id, person_id, kind, label, lat, lon)
      select md5('base' || i || kind)::uuid, md5('resident' || i)::uuid, kind, kind,
        city[1] + (pg_temp.chance(kind || 'lat', i) - 0.5) * spread,
        city[2] + (pg_temp.chance(kind || 'lon', i) - 0.5) * spread
      from generate_series(?::int, ?::int) i,
        lateral (values
          ('HOME', (array[array[35.69, 139.70], array[35.45, 139.60], array[34.69, 135.50],
            array[35.18, 136.90], array[38.27, 140.87], array[37.40, 140.36]])
            [1 + floor(6 * pg_temp.chance('city', i))::int
            : 1 + floor(6 * pg_temp.chance('city', i))::int], 0.5),
          ('SECOND_BASE', (array[array[37.66, 139.63], array[37.50, 139.93], array[35.15, 139.63]])
            [1 + floor(3 * pg_temp.chance('place', i))::int
            : 1 + floor(3 * pg_temp.chance('place', i))::int], 0.4)) b (kind, cities, spread),
        lateral (select array_agg(c) as city from unnest(cities) c) flat
      where kind = 'HOME' or pg_temp.chance('second', i) < 0.75
      on conflict do nothing
      """;
  private static final String SKILLS =
      """
      insert into resident_skills (person_id, code, level)
      select md5('resident' || i)::uuid, s.code, 1 + floor(3 * pg_temp.chance(s.code || 'level', i))
      from generate_series(?::int, ?::int) i, skills s
      where pg_temp.chance(s.code, i) < 0.06 on conflict do nothing
      """;
  private static final String FREE =
      """
      insert into availability (person_id, half_day)
      select md5('resident' || i)::uuid, 2 * (d::date - date '2020-01-01') + half
      from generate_series(?::int, ?::int) i,
        generate_series((yui_now() at time zone 'Asia/Tokyo')::date,
          (yui_now() at time zone 'Asia/Tokyo')::date + 60, interval '1 day') d,
        generate_series(0, 1) half
      where extract(isodow from d) >= 6 and pg_temp.chance('free' || d || half, i) < 0.5
      on conflict do nothing
      """;

  private static final String TASKS =
      """
      insert into tasks (id, community_id, group_id, state, kind, title, description, hard_parts, lat,
        lon, place_label, required_skills, check_in_code, created_by, created_at, published_at,
        changed_at)
      select md5('task' || i)::uuid, g.community_id, g.id, 'OPEN', 'WORK', s.ja || ' その' || i,
        s.ja || 'を手伝ってください。', '[{"code": "OTHER", "note": "外の仕事です"}]',
        c.lat + (pg_temp.chance('tlat', i) - 0.5) * 0.3, c.lon + (pg_temp.chance('tlon', i) - 0.5) * 0.3,
        c.name, jsonb_build_array(jsonb_build_object('code', s.code, 'level',
          1 + floor(2 * pg_temp.chance('tlevel', i)), 'weight', 1)),
        'CROWD' || i, p.id, yui_now(), yui_now(), yui_now()
      from generate_series(?::int, ?::int) i
      join (select row_number() over (order by name) - 1 as n, g.* from groups g) g
        on g.n = i % (select count(*) from groups)
      join communities c on c.id = g.community_id
      join (select row_number() over (order by code) - 1 as n, s.* from skills s) s
        on s.n = floor(pg_temp.chance('tskill', i) * (select count(*) from skills))
      cross join (select id from persons where is_admin limit 1) p on conflict do nothing
      """;
  private static final String SLOTS =
      """
      insert into slots (id, task_id, community_id, starts_at, ends_at, capacity)
      select md5('slot' || i)::uuid, t.id, t.community_id, start, start + interval '3 hours',
        1 + floor(5 * pg_temp.chance('capacity', i))
      from generate_series(?::int, ?::int) i
      join tasks t on t.id = md5('task' || i)::uuid,
        lateral (select (date_trunc('week', yui_now() at time zone 'Asia/Tokyo')
          + (5 + 7 * (1 + floor(6 * pg_temp.chance('week', i))) + floor(2 * pg_temp.chance('day', i)))
            * interval '1 day'
          + (9 + 4 * floor(2 * pg_temp.chance('hour', i))) * interval '1 hour')
          at time zone 'Asia/Tokyo' as start) at_time on conflict do nothing
      """;
  private static final String REWARDS =
      """
      insert into task_rewards (task_id, community_id, line, kind, unit, amount, payer_group_id)
      select t.id, t.community_id, 1, r.kind, r.unit, r.amount, t.group_id
      from generate_series(?::int, ?::int) i
      join tasks t on t.id = md5('task' || i)::uuid,
        lateral (select * from (values (0, 'CASH', 'JPY', 3000), (1, 'MEAL', 'MEAL', 1)) v (n, kind, unit, amount)
          where n = floor(2 * pg_temp.chance('reward', i))) r on conflict do nothing
      """;

  private DemoCrowd() {}

  /** Makes so many residents and tasks; those of an earlier start are still there. */
  static void gather(
      String appUrl, Instant now, int residents, int tasks, Consumer<String> progress)
      throws SQLException {
    PgConnectOptions at = PgConnectOptions.fromUri(appUrl);
    try (Connection connection =
        DriverManager.getConnection(
            "jdbc:postgresql://%s:%d/%s".formatted(at.getHost(), at.getPort(), at.getDatabase()),
            at.getUser(),
            at.getPassword())) {
      try (PreparedStatement settings = connection.prepareStatement(SETTINGS)) {
        settings.setString(1, now.toString());
        settings.execute();
      }
      try (Statement statement = connection.createStatement()) {
        statement.execute(CHANCE);
      }
      String[] people = {PERSONS, RESIDENTS, BASES, SKILLS, FREE};
      String[] work = {TASKS, SLOTS, REWARDS};
      make(connection, residents, "residents", people, progress);
      make(connection, tasks, "tasks", work, progress);
    }
  }

  private static void make(
      Connection connection, int most, String what, String[] statements, Consumer<String> progress)
      throws SQLException {
    for (int from = 1; from <= most; from += AT_ONCE) {
      int to = Math.min(most, from + AT_ONCE - 1);
      for (String sql : statements) {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
          statement.setInt(1, from);
          statement.setInt(2, to);
          statement.executeUpdate();
        }
      }
      progress.accept(to + " of " + most + " " + what);
    }
  }
}
