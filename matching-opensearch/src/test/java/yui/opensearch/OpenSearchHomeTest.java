package yui.opensearch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import yui.engine.Change;
import yui.engine.IndexHome;
import yui.engine.Unanswered;

/** Generations behind aliases, and several servers that share them. */
class OpenSearchHomeTest {
  private final ClusterAddress address = OneNode.another();

  @Test
  void open_nothingThere_hasNoPositionUntilOneIsBuilt() {
    try (OpenSearchHome home = OpenSearchHome.open(address)) {
      assertNull(home.current().position());
      assertNull(home.broken());
      build(home, "10", 1, 2);
      assertEquals("10", home.current().position());
      assertEquals(List.of(1L, 2L), home.ask(People::found));
      assertEquals(2, home.size().documents());
      assertTrue(home.size().bytes() > 0);
    }
    try (OpenSearchHome again = OpenSearchHome.open(address)) {
      assertEquals("10", again.current().position());
      assertEquals(List.of(1L, 2L), again.ask(People::found));
    }
  }

  @Test
  void apply_thenRefresh_isSeenByTheNextQueryAndNotBefore() {
    try (OpenSearchHome home = OpenSearchHome.open(address)) {
      build(home, "10", 1);
      home.current().apply(List.of(People.put(2), People.put(3)), "11");
      assertEquals(List.of(1L), home.ask(People::found));
      home.current().refresh();
      assertEquals(List.of(1L, 2L, 3L), home.ask(People::found));
      Change deleted = new Change.DeleteResident(new UUID(0, 1));
      home.current().apply(List.of(deleted, deleted, People.put(4)), "12");
      home.current().apply(List.of(People.put(5), new Change.DeleteResident(new UUID(0, 5))), "13");
      home.current().refresh();
      assertEquals(List.of(2L, 3L, 4L), home.ask(People::found));
      assertEquals("13", home.current().position());
    }
  }

  @Test
  void swap_whileTheOldOneIsAsked_changesAllAtOnceForEveryServer() {
    try (OpenSearchHome home = OpenSearchHome.open(address);
        OpenSearchHome other = OpenSearchHome.open(address)) {
      build(home, "10", 1);
      assertEquals(List.of(1L), other.ask(People::found));
      try (IndexHome.Next next = home.begin()) {
        next.engine().apply(List.of(People.put(2)), "20");
        home.current().apply(List.of(People.put(3)), "11");
        home.current().refresh();
        assertEquals(List.of(1L, 3L), home.ask(People::found));
        next.swap();
      }
      assertEquals(List.of(2L), home.ask(People::found));
      assertEquals(List.of(2L), other.ask(People::found), "the old one is gone");
      assertEquals("20", other.current().position());
    }
  }

  @Test
  void swap_whileAnAliasNamesAnotherIndex_takesItBack() {
    Cluster operator = new Cluster(address);
    Names names = new Names(address.prefix());
    String other = address.prefix() + "-other";
    try (OpenSearchHome home = OpenSearchHome.open(address)) {
      build(home, "10", 1);
      operator.put("/" + other, Map.of("aliases", Map.of(names.tasks(), Map.of())));
      build(home, "11", 1, 2);
      assertEquals(1, operator.get("/_alias/" + names.tasks()).size());
      try (OpenSearchHome later = OpenSearchHome.open(address)) {
        assertEquals("11", later.current().position());
      }
    }
  }

  @Test
  void begin_givenUp_leavesNothing() {
    try (OpenSearchHome home = OpenSearchHome.open(address)) {
      build(home, "10", 1);
      try (IndexHome.Next next = home.begin()) {
        next.engine().apply(List.of(People.put(2)), "20");
      }
      assertEquals(List.of(1L), home.ask(People::found));
      assertEquals("10", home.current().position());
      build(home, "30", 3);
      assertEquals(List.of(3L), home.ask(People::found));
    }
  }

  @Test
  void feeds_twoServers_isOneOfThemAndTheOtherFollows() throws Exception {
    try (OpenSearchHome two = OpenSearchHome.open(address)) {
      try (OpenSearchHome one = OpenSearchHome.open(address)) {
        build(one, "10", 1);
        assertTrue(one.feeds());
        assertFalse(two.feeds());
        assertEquals("10", two.current().position());
        one.current().apply(List.of(People.put(2)), "11");
        one.current().refresh();
        assertTrue(two.follow());
        assertEquals("11", two.current().position());
        assertEquals(List.of(1L, 2L), two.ask(People::found));
      }
      Thread.sleep(300);
      assertTrue(two.feeds(), "who leaves lets the other in soon");
    }
  }

  @Test
  void feeds_holderIsSilent_passesAndWhatItWritesLateIsRefused() throws Exception {
    Duration silence = Duration.ofMillis(300);
    try (OpenSearchHome stuck = OpenSearchHome.open(address);
        OpenSearchHome next = OpenSearchHome.open(address, silence)) {
      build(stuck, "10", 1, 2);
      assertFalse(next.feeds());
      Thread.sleep(silence.toMillis() + 50);
      assertTrue(next.feeds());
      next.reopen();
      next.current().apply(List.of(new Change.DeleteResident(new UUID(0, 1))), "12");
      next.current().refresh();
      Unanswered late =
          assertThrows(Unanswered.class, () -> stuck.current().apply(List.of(People.put(1)), "11"));
      assertTrue(late.getMessage().contains("taken over"), late.getMessage());
      next.current().refresh();
      assertEquals(List.of(2L), next.ask(People::found));
      assertEquals("12", OpenSearchHome.open(address).current().position());
    }
  }

  /** The cluster remembers a deletion for a while only; what is written then would stand again. */
  @Test
  void apply_longAfterAnotherDeleted_isRefusedBeforeItIsSent() throws Exception {
    Cluster operator = new Cluster(address);
    try (OpenSearchHome stuck = OpenSearchHome.open(address);
        OpenSearchHome next = OpenSearchHome.open(address, Duration.ofMillis(300))) {
      build(stuck, "10", 1, 2);
      String index = new Names(address.prefix()).residents(1);
      String kept = operator.get("/" + index + "/_settings").findValue("gc_deletes").asText();
      assertEquals("1h", kept);
      operator.put("/" + index + "/_settings", Map.of("index.gc_deletes", "1ms"));
      assertFalse(next.feeds());
      Thread.sleep(350);
      assertTrue(next.feeds());
      next.reopen();
      next.current().apply(List.of(new Change.DeleteResident(new UUID(0, 1))), "12");
      next.current().refresh();
      Thread.sleep(2100);
      assertThrows(Unanswered.class, () -> stuck.current().apply(List.of(People.put(1)), "11"));
      next.current().refresh();
      assertEquals(List.of(2L), next.ask(People::found));
    }
  }

  @Test
  void begin_withShards_dividesWhatIsBuiltFromThenOn() {
    ClusterAddress divided = OneNode.another(3);
    try (OpenSearchHome home = OpenSearchHome.open(divided)) {
      build(home, "10", 1, 2, 3, 4, 5);
      String index = new Names(divided.prefix()).residents(1);
      JsonNode settings = new Cluster(divided).get("/" + index + "/_settings");
      assertEquals("3", settings.findValue("number_of_shards").asText());
      assertEquals(List.of(1L, 2L, 3L, 4L, 5L), home.ask(People::found));
    }
  }

  static void build(OpenSearchHome home, String position, long... residents) {
    try (IndexHome.Next next = home.begin()) {
      List<Change> changes = Arrays.stream(residents).mapToObj(People::put).toList();
      next.engine().apply(changes, position);
      next.swap();
    }
  }
}
