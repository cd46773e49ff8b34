package yui.web;

import io.netty.handler.codec.http.QueryStringDecoder;
import io.vertx.core.MultiMap;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What stands behind an address's question mark, for every operation in turn. */
public final class QueryFuzz {
  private static final Contract CONTRACT = Contract.load();
  private static final List<String> OPERATIONS = CONTRACT.operationIds().stream().sorted().toList();

  private QueryFuzz() {}

  /** Has the contract read before the clock of the first input runs. */
  public static void fuzzerInitialize() {
    if (OPERATIONS.isEmpty()) throw new AssertionError("no operation");
  }

  public static void fuzzerTestOneInput(byte[] bytes) {
    String query = new String(bytes, StandardCharsets.ISO_8859_1);
    if (!Queries.errors(query).isEmpty()) return;
    MultiMap parameters = MultiMap.caseInsensitiveMultiMap();
    new QueryStringDecoder(query, StandardCharsets.UTF_8, false)
        .parameters()
        .forEach(parameters::add);
    MultiMap none = MultiMap.caseInsensitiveMultiMap();
    for (String operation : OPERATIONS) CONTRACT.parameterErrors(operation, parameters, none);
  }
}
