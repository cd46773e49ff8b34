package yui.tasks;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.databind.JsonNode;

/** A required skill as it is sent: its code alone, or with level and weight. */
record RequiredSkillEntry(RequiredSkill skill) {

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  static RequiredSkillEntry of(JsonNode sent) {
    return new RequiredSkillEntry(
        sent.isTextual()
            ? new RequiredSkill(sent.asText(), 1, 1)
            : new RequiredSkill(
                sent.path("code").asText(),
                sent.path("level").asInt(1),
                sent.path("weight").asDouble(1)));
  }
}
