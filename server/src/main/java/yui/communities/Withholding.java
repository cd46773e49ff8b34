package yui.communities;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Set;

/**
 * Tax that is kept back from payments: one part up to a limit, another above it. As shipped: the
 * Income Tax Act, article 204 paragraph 1 item 1 and article 205, with the special income tax for
 * reconstruction (2.1 % of the tax, until the end of 2037).
 *
 * @param engagements what the task must be for it
 * @param withTravel whether travel money that goes through the person's hands counts
 * @param basisPoints hundredths of a percent up to the limit of one payment
 */
public record Withholding(
    List<String> engagements,
    boolean withTravel,
    int basisPoints,
    long limitYen,
    int aboveBasisPoints) {
  static final List<String> ENGAGEMENTS = List.of("THANKS", "LECTURE", "CONTRACT");
  static final Set<String> NAMES =
      Set.of("engagements", "withTravel", "basisPoints", "limitYen", "aboveBasisPoints");
  static final Withholding SHIPPED =
      new Withholding(List.of("LECTURE"), true, 1_021, 1_000_000, 2_042);

  static Withholding of(JsonObject value) {
    return new Withholding(
        value.getJsonArray("engagements", new JsonArray()).stream().map(Object::toString).toList(),
        value.getBoolean("withTravel", false),
        value.getInteger("basisPoints"),
        value.getLong("limitYen"),
        value.getInteger("aboveBasisPoints"));
  }
}
