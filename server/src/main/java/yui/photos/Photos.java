package yui.photos;

import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import yui.core.CommunityId;
import yui.core.Ids;
import yui.core.PersonId;
import yui.core.Refusal;
import yui.db.Tx;

/** Where pictures are kept and found, in the database, under the rights of the transaction. */
public final class Photos {
  /** What a picture shows: one of the two. */
  public record About(CommunityId communityId, @Nullable UUID needId, @Nullable UUID taskId) {}

  private static final int MOST = 8;
  private static final String COUNT =
      """
      select count(*)::int as n from photos
      where removed_at is null and (need_id = $1::uuid or task_id = $2::uuid)
      """;
  private static final String ADD =
      """
      insert into photos (id, community_id, need_id, task_id, alt, by_person, created_at)
      values ($1, $2, $3::uuid, $4::uuid, $5, $6, $7)
      """;
  private static final String ADD_SIZE =
      """
      insert into photo_sizes (photo_id, size, width, height, jpeg) values ($1, $2, $3, $4, $5)
      """;
  private static final String OF =
      """
      select coalesce(p.need_id, p.task_id) as about, p.id, p.alt, s.size, s.width, s.height
      from photos p join photo_sizes s on s.photo_id = p.id
      where p.removed_at is null and (p.need_id = any($1) or p.task_id = any($1))
      order by p.id, s.width
      """;
  private static final String ABOUT =
      """
      select community_id, need_id, task_id from photos where id = $1 and removed_at is null
      """;
  private static final String JPEG =
      """
      select jpeg from photo_sizes where photo_id = $1 order by size <> $2, width desc limit 1
      """;
  private static final String REMOVE =
      """
      update photos set removed_at = $2, removed_by = $3 where id = $1 and removed_at is null
      """;
  private static final String REMOVE_SIZES = "delete from photo_sizes where photo_id = $1";
  private static final String COPY =
      """
      insert into photos (id, community_id, task_id, alt, by_person, created_at)
      select $2, community_id, $3, alt, $4, $5 from photos where id = $1
      """;
  private static final String COPY_SIZES =
      """
      insert into photo_sizes (photo_id, size, width, height, jpeg)
      select $2, size, width, height, jpeg from photo_sizes where photo_id = $1
      """;

  private Photos() {}

  /** Keeps a drawn picture of a problem or a task. */
  public static PhotoId keep(Tx tx, PersonId by, About about, String alt, Drawn drawn) {
    int there = tx.row(COUNT, about.needId(), about.taskId()).orElseThrow().getInteger("n");
    if (there >= MOST) throw Refusal.conflict("photos_too_many", Map.of("most", MOST));
    PhotoId id = new PhotoId(Ids.next());
    tx.change(
        ADD,
        id.value(),
        about.communityId().value(),
        about.needId(),
        about.taskId(),
        alt,
        by.value(),
        tx.now());
    List<List<@Nullable Object>> sizes = new ArrayList<>();
    for (Drawn.Print print : drawn.prints()) {
      sizes.add(
          Arrays.asList(
              id.value(),
              print.size().name(),
              print.width(),
              print.height(),
              Buffer.buffer(print.jpeg())));
    }
    tx.changeEach(ADD_SIZE, sizes);
    return id;
  }

  /** The pictures of problems or tasks, by what they show, the first sent first. */
  public static Map<UUID, List<Photo>> of(Tx tx, Collection<UUID> things) {
    Map<UUID, List<Photo>> photos = new LinkedHashMap<>();
    if (things.isEmpty()) return photos;
    Map<PhotoId, List<Photo.Sized>> sizes = new LinkedHashMap<>();
    for (Row row : tx.rows(OF, (Object) things.toArray(UUID[]::new))) {
      PhotoId id = new PhotoId(row.getUUID("id"));
      Size size = Size.valueOf(row.getString("size"));
      Photo.Sized sized =
          new Photo.Sized(
              size,
              row.getInteger("width"),
              row.getInteger("height"),
              "/api/v1/photos/" + id + "/" + size);
      List<Photo.Sized> known = sizes.get(id);
      if (known != null) {
        known.add(sized);
        continue;
      }
      List<Photo.Sized> all = new ArrayList<>(List.of(sized));
      sizes.put(id, all);
      photos
          .computeIfAbsent(row.getUUID("about"), about -> new ArrayList<>())
          .add(new Photo(id, row.getString("alt"), all));
    }
    return photos;
  }

  public static Optional<About> about(Tx tx, PhotoId id) {
    return tx.row(ABOUT, id.value())
        .map(
            row ->
                new About(
                    new CommunityId(row.getUUID("community_id")),
                    row.getUUID("need_id"),
                    row.getUUID("task_id")));
  }

  /** The picture in this size, or the largest where it is smaller. */
  public static byte[] jpeg(Tx tx, PhotoId id, Size size) {
    return tx.row(JPEG, id.value(), size.name())
        .orElseThrow(Refusal::notFound)
        .getBuffer("jpeg")
        .getBytes();
  }

  /** The picture goes; that there was one, and who took it away, stays. */
  public static void remove(Tx tx, PhotoId id, PersonId by) {
    tx.change(REMOVE_SIZES, id.value());
    if (tx.change(REMOVE, id.value(), tx.now(), by.value()) == 0) throw Refusal.notFound();
  }

  /** What shows a problem shows the task that comes of it. */
  public static void copy(Tx tx, UUID need, UUID task, PersonId by) {
    for (Photo photo : of(tx, List.of(need)).getOrDefault(need, List.of())) {
      UUID id = Ids.next();
      tx.change(COPY, photo.id().value(), id, task, by.value(), tx.now());
      tx.change(COPY_SIZES, photo.id().value(), id);
    }
  }
}
