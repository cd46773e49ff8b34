package yui.ledger;

import java.time.DateTimeException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import yui.core.Refusal;
import yui.web.Cursor;
import yui.web.Request;

/** Where a list goes on; what a cursor cannot name is a bad parameter. */
final class Places {
  private Places() {}

  static Optional<UUID> id(Request request) {
    return request.query("cursor").map(Cursor::decodeId);
  }

  static Optional<Long> seq(Request request) {
    return parsed(request.query("cursor"), Long::parseLong);
  }

  static Optional<List<String>> parts(Request request, int count) {
    return parts(request.query("cursor"), count);
  }

  private static Optional<List<String>> parts(Optional<String> cursor, int count) {
    return parsed(
        cursor,
        place -> {
          List<String> parts = List.of(place.split("\\|"));
          if (parts.size() != count) throw new IllegalArgumentException(place);
          return parts;
        });
  }

  /** In the order of when things happened. */
  static Optional<LedgerSearch.Place> deed(Request request) {
    return parts(request, 2).map(Places::deed);
  }

  static Optional<LedgerSearch.Place> deed(String cursor) {
    return parts(Optional.of(cursor).filter(c -> !c.isEmpty()), 2).map(Places::deed);
  }

  private static LedgerSearch.Place deed(List<String> parts) {
    try {
      return LedgerSearch.Place.parse(parts);
    } catch (DateTimeException | NumberFormatException e) {
      throw Refusal.invalid("#/query/cursor", "cursor_unknown");
    }
  }

  static Optional<Long> seq(String cursor) {
    return parsed(Optional.of(cursor).filter(c -> !c.isEmpty()), Long::parseLong);
  }

  static Optional<UUID> id(String cursor) {
    return Optional.of(cursor).filter(c -> !c.isEmpty()).map(Cursor::decodeId);
  }

  private static <T> Optional<T> parsed(Optional<String> cursor, Function<String, T> parse) {
    return cursor
        .map(Cursor::decode)
        .map(
            place -> {
              try {
                return parse.apply(place);
              } catch (IllegalArgumentException e) {
                throw Refusal.invalid("#/query/cursor", "cursor_unknown");
              }
            });
  }
}
