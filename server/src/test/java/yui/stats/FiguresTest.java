package yui.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import yui.Reader;
import yui.applications.Village;
import yui.core.Days;
import yui.core.FiscalYear;

/** What a year's figures say of two work days: people and times apart. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FiguresTest {
  private Village village;

  @BeforeAll
  void open() throws Exception {
    village = Village.open();
  }

  @AfterAll
  void close() {
    village.close();
  }

  @Test
  void figures_ofTwoDays_countPeopleOnceAndTimesEachTime() throws Exception {
    String first = came("mika", 1);
    came("ken", 0);
    came("mika", 0);
    absent("ken");
    int year = FiscalYear.of(Days.of(village.town.now())).year();
    String at = "/communities/" + village.community + "/figures";
    JsonNode figures = village.desk().get(at + "?year=" + year).is(200).body();
    JsonNode total = figures.path("total");
    assertEquals(2, total.path("people").asInt());
    assertEquals(4, total.path("times").asInt(), "mika with somebody, ken, mika again");
    assertEquals(2, total.path("firstTimers").asInt());
    assertEquals(4, total.path("applications").asInt());
    assertEquals(4, total.path("tasks").asInt());
    assertEquals(4 * 3_000, total.path("cashYen").asInt());
    assertEquals(4 * 3, total.path("hours").asInt());
    assertEquals(12, figures.path("months").size());
    String month = first.substring(0, 7);
    JsonNode counts =
        figures.path("months").findParents("month").stream()
            .filter(m -> m.path("month").asText().equals(month))
            .findFirst()
            .orElseThrow()
            .path("counts");
    assertTrue(counts.path("times").asInt() >= 2, counts.toString());
    assertEquals(4, figures.at("/groups/0/times").asInt());
    JsonNode empty = village.desk().get(at + "?year=2031").is(200).body();
    assertEquals(0, empty.at("/total/people").asInt());
    village.desk().get(at + "?year=19").refuses(400, "invalid_input");

    Reader desk = village.town.reader().comesIn(Village.DESK);
    String page = "/communities/" + village.community + "/figures";
    desk.get(page).is(200).says("<b>2</b>来た人（実人数）").says("<b>4</b>来た回数（のべ人数）").says("role=\"img\"");
    desk.get("/en" + page + "?year=2031").is(200).says("Nothing is recorded");
    String csv = village.desk().get(at + "/file?year=" + year).is(200).text();
    List<String> lines = csv.lines().toList();
    assertEquals(14, lines.size());
    assertTrue(lines.getFirst().startsWith("\uFEFF月,募集,"), lines.getFirst());
    assertTrue(lines.getLast().contains(",2,4,2,12,12000,"), lines.getLast());
    assertTrue(
        village.desk().get(at + "/file?format=xlsx&year=" + year).is(200).text().startsWith("PK"));
    village.ward().get(at).is(403);

    JsonNode all = village.town.as("admin@yui.example").get("/figures?year=" + year).is(200).body();
    JsonNode ours = all.path("communities").path(0);
    assertEquals(4, ours.at("/work/tasks").asInt());
    assertTrue(ours.path("came").isMissingNode(), "two people are too few to be told");
    assertTrue(all.at("/total/came").isMissingNode(), all.toString());
    village.desk().get("/figures").refuses(403, "forbidden");
    Reader admin = village.town.reader().comesIn("admin@yui.example");
    admin.get("/admin/figures").is(200).says("全地域の実績").says("5人未満");
    admin.get("/easy/admin/figures").is(200);
    admin.get("/admin/figures.xlsx").is(200);
    desk.get("/admin/figures").is(403);
    lines =
        village
            .town
            .as("admin@yui.example")
            .get("/figures/file?year=" + year)
            .is(200)
            .text()
            .lines()
            .toList();
    assertEquals(15, lines.size());
    assertTrue(lines.get(1).contains(",5人未満,"), lines.get(1));
  }

  private String came(String name, int companions) throws Exception {
    return recorded(name, companions, "ATTENDED");
  }

  private void absent(String name) throws Exception {
    recorded(name, 0, "ABSENT_TOLD");
  }

  private String recorded(String name, int companions, String state) throws Exception {
    JsonNode task = village.mowing(3);
    String id = village.coming(name, task, companions);
    String starts = task.at("/slots/0/startsAt").asText();
    village.town.reach(OffsetDateTime.parse(starts).toInstant());
    village.attendance(id, task, Map.of("state", state), false).is(200);
    return starts;
  }
}
