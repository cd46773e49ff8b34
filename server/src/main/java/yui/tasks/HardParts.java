package yui.tasks;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** Hard parts as they are sent: one text, or a list of texts or {code, note}. */
record HardParts(List<HardPart> list) {

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  static HardParts of(JsonNode sent) {
    List<HardPart> parts = new ArrayList<>();
    if (sent.isTextual()) {
      if (!sent.asText().isBlank()) parts.add(part(sent));
    } else {
      sent.forEach(one -> parts.add(part(one)));
    }
    return new HardParts(List.copyOf(parts));
  }

  private static HardPart part(JsonNode sent) {
    return sent.isTextual()
        ? new HardPart("OTHER", sent.asText())
        : new HardPart(sent.path("code").asText("OTHER"), sent.path("note").asText());
  }
}
