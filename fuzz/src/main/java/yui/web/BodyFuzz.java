package yui.web;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import yui.core.Refusal;

/** Bodies: JSON or not, held against the contract of every operation in turn. */
public final class BodyFuzz {
  private static final Contract CONTRACT = Contract.load();
  private static final List<String> OPERATIONS = CONTRACT.operationIds().stream().sorted().toList();

  private BodyFuzz() {}

  /** Has the contract read before the clock of the first input runs. */
  public static void fuzzerInitialize() {
    if (OPERATIONS.isEmpty()) throw new AssertionError("no operation");
  }

  public static void fuzzerTestOneInput(byte[] body) {
    JsonNode tree;
    try {
      tree = Json.parse(body);
    } catch (Refusal refused) {
      return;
    }
    // The same body goes to the same operation, so that what was found can be found again.
    CONTRACT.bodyErrors(OPERATIONS.get(Math.floorMod(body.length, OPERATIONS.size())), tree);
    CONTRACT.bodyErrors("createTask", tree);
    Typed.of(tree).errors();
  }
}
