package yui.tasks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import yui.Town;
import yui.core.Days;
import yui.web.Json;

/** What a task's page says to search engines and to those who show a link to it. */
class LinkedDataTest {
  private static final Pattern DATA =
      Pattern.compile("<script type=\"application/ld\\+json\">(.*?)</script>");
  private static final String TITLE = "草刈り</script><script>alert(1)</script>\u202e&'\"";

  @Test
  void taskPage_whateverItsTitle_carriesAnEventThatEndsNoScript() throws Exception {
    try (Town town = Town.furnished()) {
      Map<String, Object> task = town.mowing();
      task.put("title", TITLE);
      String html = town.reader().get("/tasks/" + town.posted(task)).is(200).html();
      Matcher data = DATA.matcher(html);
      assertTrue(data.find(), html);
      assertTrue(data.group(1).startsWith("[{\"@context\":"), "one order, whatever the server");
      JsonNode event = Json.read(data.group(1), JsonNode.class).get(0);
      assertEquals("Event", event.path("@type").asText());
      assertEquals(TITLE, event.path("name").asText());
      assertEquals("奥川", event.at("/location/name").asText());
      assertEquals(Days.at(town.saturday(9)).toString(), when(event.path("startDate").asText()));
      assertFalse(html.contains("<script>alert"), html);
      assertFalse(html.contains("\u202e"), "the mark would turn what stands after it");
      assertTrue(html.contains("<meta property=\"og:description\" content=\"20"), html);
      assertFalse(html.contains("公民館の前"), "the meeting point is for those who are chosen");
    }
  }

  private static String when(String written) {
    return OffsetDateTime.parse(written).toString();
  }
}
