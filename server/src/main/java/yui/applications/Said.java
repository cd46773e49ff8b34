package yui.applications;

import io.vertx.core.json.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A line of an application's history.
 *
 * @param reason what both sides may read
 * @param why what the host's side noted for itself
 * @param standing how the order stood when somebody was chosen
 */
record Said(String verb, Actor by, String reason, String why, @Nullable Standing standing) {

  static Said of(String verb, Actor by) {
    return new Said(verb, by, "", "", null);
  }

  Said because(String words) {
    return new Said(verb, by, words, why, standing);
  }

  Said choosing(String noted, @Nullable Standing stood) {
    return new Said(verb, by, reason, noted, stood);
  }

  /** A place in the order, with what put it there. */
  record Standing(int place, int of, List<String> reasons) {
    JsonObject json() {
      return JsonObject.of("place", place, "of", of, "reasons", reasons);
    }
  }
}
