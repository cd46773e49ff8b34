package yui.web;

import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import yui.core.Ids;
import yui.core.Refusal;
import yui.db.Database;
import yui.db.Scope;

/**
 * How many requests a minute one address or person may make; one busy caller starves nobody else.
 * Whoever asks much is counted over all servers of the database, some seconds behind.
 */
public final class Limits {
  private static final int MOST_WINDOWS = 100_000;
  private static final int MOST_TOLD = 5_000;

  /** From this share of the limit on, other servers are told. */
  private static final int BUSY_FROM = 10;

  private record Window(long minute, int count) {}

  private final ConcurrentMap<String, Window> windows = new ConcurrentHashMap<>();
  private final ConcurrentMap<String, Window> elsewhere = new ConcurrentHashMap<>();
  private final UUID server = Ids.next();
  private final InstantSource wallClock;
  private final int perMinute;

  public Limits(InstantSource wallClock, int perMinute) {
    this.wallClock = wallClock;
    this.perMinute = perMinute;
  }

  /** Counts one request, or refuses it. */
  public void count(String who) {
    long seconds = wallClock.instant().getEpochSecond();
    long minute = seconds / 60;
    if (windows.size() > MOST_WINDOWS) windows.values().removeIf(w -> w.minute() != minute);
    Window window =
        windows.merge(
            who,
            new Window(minute, 1),
            (old, one) -> old.minute() == minute ? new Window(minute, old.count() + 1) : one);
    Window others = elsewhere.get(who);
    int counted = others == null || others.minute() != minute ? 0 : others.count();
    if (window.count() + counted > perMinute) {
      throw Refusal.of(
          Refusal.Kind.TOO_MANY, "too_many_requests", Map.of("seconds", 60 - seconds % 60));
    }
  }

  private static final String TELL =
      """
      insert into request_counts (bucket, minute, server, count)
      select b, to_timestamp($2::double precision), $3, c from unnest($1::bytea[], $4::int[]) t(b, c)
      on conflict (bucket, minute, server) do update set count = excluded.count
      """;
  private static final String OTHERS =
      """
      select bucket, sum(count)::int as count from request_counts
      where minute = to_timestamp($2::double precision) and server <> $3 and bucket = any($1)
      group by bucket
      """;
  private static final String FORGET =
      "delete from request_counts where minute < to_timestamp($1::double precision)";

  /** For a job: tells other servers who asks much here, and learns what they counted of them. */
  public void share(Database database) {
    long minute = wallClock.instant().getEpochSecond() / 60;
    elsewhere.values().removeIf(window -> window.minute() != minute);
    Map<Buffer, String> busy = new HashMap<>();
    List<Buffer> buckets = new ArrayList<>();
    List<Integer> counts = new ArrayList<>();
    windows.forEach(
        (who, window) -> {
          boolean much = window.minute() == minute && window.count() > perMinute / BUSY_FROM;
          if (!much || buckets.size() == MOST_TOLD) return;
          Buffer bucket = digest(who);
          busy.put(bucket, who);
          buckets.add(bucket);
          counts.add(window.count());
        });
    if (buckets.isEmpty()) return;
    double seconds = minute * 60.0;
    Buffer[] told = buckets.toArray(Buffer[]::new);
    List<Row> others =
        database.write(
            Scope.ofSystem(),
            tx -> {
              tx.change(FORGET, seconds - 120);
              tx.change(TELL, told, seconds, server, counts.toArray(Integer[]::new));
              return tx.rows(OTHERS, told, seconds, server);
            });
    for (Row row : others) {
      String who = Objects.requireNonNull(busy.get(row.getBuffer("bucket")));
      elsewhere.put(who, new Window(minute, row.getInteger("count")));
    }
  }

  private static Buffer digest(String who) {
    try {
      byte[] bytes = who.getBytes(StandardCharsets.UTF_8);
      return Buffer.buffer(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
