package yui;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import yui.web.Contract;
import yui.web.Page;
import yui.web.Pages;

/** The contract as a page: every operation in its part, in the order it is written. */
final class DocsPages {
  private final ApiDocs docs;

  DocsPages(Contract contract) {
    JsonNode tree = contract.tree();
    List<Part> parts = new ArrayList<>();
    for (JsonNode tag : tree.path("tags")) {
      String name = tag.path("name").asText();
      parts.add(new Part(name, tag.path("description").asText(), operations(tree, name)));
    }
    docs = new ApiDocs(tree.at("/info/version").asText(), parts);
  }

  private static List<Operation> operations(JsonNode tree, String part) {
    List<Operation> operations = new ArrayList<>();
    for (Map.Entry<String, JsonNode> path : tree.path("paths").properties()) {
      for (Map.Entry<String, JsonNode> method : path.getValue().properties()) {
        JsonNode operation = method.getValue();
        if (!operation.at("/tags/0").asText().equals(part)) continue;
        JsonNode security = operation.has("security") ? operation : tree;
        operations.add(
            new Operation(
                method.getKey().toUpperCase(Locale.ROOT),
                path.getKey(),
                operation.path("operationId").asText(),
                operation.path("summary").asText(),
                !security.path("security").isEmpty()));
      }
    }
    return operations;
  }

  void bind(Pages pages) {
    pages.getPlain("/api/docs", form -> Page.show("docs", docs));
  }

  record ApiDocs(String version, List<Part> parts) {}

  /** What belongs together: a tag of the contract. */
  record Part(String name, String words, List<Operation> operations) {}

  record Operation(String method, String path, String id, String summary, boolean needsLogin) {}
}
