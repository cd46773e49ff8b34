package yui.matching;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.sql.Connection;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import yui.Town;

/** Who asks for a fresh index finds what they have just done, on whichever server they did it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FreshnessTest {
  private Town here;
  private Town there;

  @BeforeAll
  void open() throws Exception {
    here = Town.furnished();
    there = here.beside();
  }

  @AfterAll
  void close() {
    there.close();
    here.close();
  }

  @Test
  void searchFresh_postedOnTheOtherServer_findsItAtOnce() throws Exception {
    for (int i = 0; i < 10; i++) {
      Map<String, Object> task = here.mowing();
      task.put("title", "柵なおし" + i);
      String id = here.posted(task);
      assertEquals(
          i + 1,
          there.stranger().get("/tasks?fresh=true&limit=100").is(200).body().path("items").size(),
          id);
    }
  }

  @Test
  void recommendationsFresh_askedForOverHttp_areAnswered() throws Exception {
    here.as("r1@town.example").get("/me/recommendations?fresh=true").is(200);
  }

  @Test
  void searchFresh_whileAnOlderTransactionIsOpen_saysThatTheIndexIsBehind() throws Exception {
    try (Connection writer = here.superuser();
        Statement sql = writer.createStatement()) {
      writer.setAutoCommit(false);
      sql.execute("update persons set email = email where email = 'r1@town.example'");
      // Somebody else commits after it has begun: what they did cannot be in the index yet.
      here.as("ward@town.example")
          .post("/communities/" + here.community() + "/tasks", here.mowing())
          .is(201);
      there.stranger().get("/tasks?fresh=true").refuses(503, "index_behind");
      there.stranger().get("/tasks").is(200);
      writer.rollback();
    }
    there.stranger().get("/tasks?fresh=true").is(200);
  }
}
