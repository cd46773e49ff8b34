package yui.places;

import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import yui.db.Tx;

/** The outlines that an operator has imported. */
final class OutlineStore {
  private OutlineStore() {}

  private static final String TOUCHING =
      """
      select code, name, rings from municipality_outlines
      where west <= $1 and east >= $2 and south <= $3 and north >= $4
      order by code
      """;

  static List<Shape> touching(Tx tx, Box box) {
    return tx.list(TOUCHING, OutlineStore::shape, box.east(), box.west(), box.north(), box.south());
  }

  private static final String ARE_THERE =
      """
      select exists (select from municipality_outlines
        where west <= $1 and east >= $2 and south <= $3 and north >= $4) as are_there
      """;

  static boolean areThere(Tx tx, Box box) {
    return tx.row(ARE_THERE, box.east(), box.west(), box.north(), box.south())
        .orElseThrow()
        .getBoolean("are_there");
  }

  private static final String POINTS =
      """
      select code, lat, lon from municipality_outlines where code = any($1)
      """;

  /** A point inside each municipality that has an outline, by code. */
  static Map<String, Places.Point> points(Tx tx, String[] codes) {
    Map<String, Places.Point> points = new HashMap<>();
    for (Row row : tx.rows(POINTS, (Object) codes)) {
      points.put(
          row.getString("code"),
          new Places.Point(row.getDouble("lat"), row.getDouble("lon"), false));
    }
    return points;
  }

  private static final String FORGET =
      """
      delete from municipality_outlines where left(code, 2) = any($1)
      """;

  private static final String KEEP =
      """
      insert into municipality_outlines
        (code, name, lat, lon, west, south, east, north, rings)
      values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
      """;

  /** Puts shapes in the place of all that is known of their prefectures. */
  static void replace(Tx tx, List<Shape> shapes) {
    String[] prefectures =
        shapes.stream().map(s -> s.code().substring(0, 2)).distinct().toArray(String[]::new);
    tx.change(FORGET, (Object) prefectures);
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (Shape shape : shapes) {
      double[] inside = shape.inside();
      Box box = shape.box();
      rows.add(
          List.of(
              shape.code(),
              shape.name(),
              rounded(inside[0]),
              rounded(inside[1]),
              box.west(),
              box.south(),
              box.east(),
              box.north(),
              Rings.bytes(shape.rings())));
    }
    for (int from = 0; from < rows.size(); from += 100) {
      tx.changeEach(KEEP, rows.subList(from, Math.min(rows.size(), from + 100)));
    }
  }

  /** To a metre. */
  private static double rounded(double degrees) {
    return Math.round(degrees * 1e5) / 1e5;
  }

  private static final int MOST_DECODED = 400;

  /** What an outline was decoded from. */
  private record Written(String code, String name, Buffer rings) {}

  /** What was decoded last: maps are drawn of the same few. */
  private static final Map<Written, Shape> DECODED =
      Collections.synchronizedMap(
          new LinkedHashMap<>(64, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<Written, Shape> eldest) {
              return size() > MOST_DECODED;
            }
          });

  private static Shape shape(Row row) {
    return DECODED.computeIfAbsent(
        new Written(row.getString("code"), row.getString("name"), row.getBuffer("rings")),
        written -> Shape.of(written.code(), written.name(), Rings.of(written.rings())));
  }
}
