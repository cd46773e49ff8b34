package yui;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import yui.core.Lang;
import yui.identity.LoginPages;
import yui.web.Words;

/** Who can log in to the demo town, in words for its login page. */
final class DemoLogins {
  private DemoLogins() {}

  static List<LoginPages.Known> of(Words words) {
    List<LoginPages.Known> known = new ArrayList<>();
    JsonNode story = story();
    known.add(
        new LoginPages.Known(
            "admin@yui.example",
            words.say(Lang.JA, "role.ADMIN"),
            words.say(Lang.EN, "role.ADMIN")));
    for (JsonNode community : story.path("communities")) {
      for (JsonNode member : community.path("members")) {
        String desk = member.path("desk").asText();
        String role = "role." + member.path("role").asText() + (desk.isEmpty() ? "" : "." + desk);
        known.add(
            new LoginPages.Known(
                member.path("email").asText(),
                community.path("name").asText() + " " + words.say(Lang.JA, role),
                community.path("nameEn").asText() + ", " + words.say(Lang.EN, role)));
      }
    }
    for (JsonNode resident : story.path("residents")) {
      known.add(
          new LoginPages.Known(
              resident.path("email").asText(),
              words.say(Lang.JA, "role.RESIDENT"),
              words.say(Lang.EN, "role.RESIDENT")));
    }
    return List.copyOf(known);
  }

  /** What the demo town tells. */
  static JsonNode story() {
    try (InputStream in = DemoLogins.class.getClassLoader().getResourceAsStream("demo/town.yaml")) {
      return new YAMLMapper().readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException("demo/town.yaml", e);
    }
  }
}
