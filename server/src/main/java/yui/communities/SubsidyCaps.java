package yui.communities;

import io.vertx.core.json.JsonObject;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How much of travel money and cash thanks a subsidy bears for one person in a fiscal year (April
 * to March); null where there is no limit, as it is shipped.
 */
public record SubsidyCaps(@Nullable Long travelYen, @Nullable Long cashYen) {
  static final Set<String> NAMES = Set.of("travelYen", "cashYen");
  static final SubsidyCaps NONE = new SubsidyCaps(null, null);

  static SubsidyCaps of(JsonObject value) {
    return new SubsidyCaps(value.getLong("travelYen"), value.getLong("cashYen"));
  }
}
