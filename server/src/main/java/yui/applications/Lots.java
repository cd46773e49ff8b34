package yui.applications;

import io.vertx.sqlclient.Row;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import yui.core.PersonId;
import yui.core.Refusal;
import yui.core.Sha256;
import yui.db.Instants;
import yui.db.Tx;
import yui.tasks.Task;
import yui.tasks.TaskId;

/**
 * Lots that anybody can check: the seed's digest stands before anybody knows the order, the seed is
 * told when the lots are drawn, and the order follows from it alone.
 */
final class Lots {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int BYTES = 32;

  private static final String MAKE =
      """
      insert into lots (task_id, community_id, seed, seed_hash, made_at)
      values ($1, $2, $3, $4, $5)
      on conflict do nothing
      """;
  private static final String FIND =
      """
      select seed, seed_hash, made_at, drawn_at, drawn_by, applications from lots where task_id = $1
      """;
  private static final String DRAW =
      """
      update lots set drawn_at = $2, drawn_by = $3, applications = $4
      where task_id = $1 and drawn_at is null
      """;

  private Lots() {}

  /** What is known of a task's lots; seed and order only once they are drawn. */
  record Drawn(
      String seedHash,
      Instant madeAt,
      @Nullable String seed,
      @Nullable Instant drawnAt,
      @Nullable PersonId drawnBy,
      List<UUID> order) {

    /** Which lot an application drew, counted from 1; none for who applied later. */
    Optional<Integer> lotOf(ApplicationId application) {
      int at = order.indexOf(application.value());
      return at < 0 ? Optional.empty() : Optional.of(at + 1);
    }

    boolean isDrawn() {
      return drawnAt != null;
    }
  }

  /** Fixes the seed before anybody can know what follows from it. */
  static void make(Tx tx, Task task) {
    byte[] random = new byte[BYTES];
    RANDOM.nextBytes(random);
    String seed = HexFormat.of().formatHex(random);
    tx.asSystem(
        () ->
            tx.change(
                MAKE, task.id().value(), task.communityId().value(), seed, digest(seed), tx.now()));
  }

  static Optional<Drawn> find(Tx tx, TaskId task) {
    return tx.asSystem(() -> tx.row(FIND, task.value())).map(Lots::drawn);
  }

  /** Tells the seed; once a task. */
  static Drawn draw(Tx tx, Task task, PersonId by, Collection<ApplicationId> applications) {
    make(tx, task);
    UUID[] ids = applications.stream().map(ApplicationId::value).toArray(UUID[]::new);
    int drawn = tx.asSystem(() -> tx.change(DRAW, task.id().value(), tx.now(), by.value(), ids));
    if (drawn == 0) throw Refusal.conflict("lots_drawn_already");
    return find(tx, task.id()).orElseThrow();
  }

  private static Drawn drawn(Row row) {
    String seed = row.getString("seed");
    Instant at = Instants.maybe(row, "drawn_at");
    UUID by = row.getUUID("drawn_by");
    return new Drawn(
        row.getString("seed_hash"),
        Instants.of(row, "made_at"),
        at == null ? null : seed,
        at,
        by == null ? null : new PersonId(by),
        order(seed, Arrays.asList(row.getArrayOfUUIDs("applications"))));
  }

  /** By the digest of seed and id. */
  static List<UUID> order(String seed, List<UUID> applications) {
    return applications.stream().sorted(Comparator.comparing(id -> lot(seed, id))).toList();
  }

  static String lot(String seed, UUID application) {
    return digest(seed + ":" + application);
  }

  static String digest(String text) {
    return Sha256.hex(text.getBytes(StandardCharsets.UTF_8));
  }
}
