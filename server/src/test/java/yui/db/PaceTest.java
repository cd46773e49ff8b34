package yui.db;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class PaceTest {
  private final Pace pace = new Pace();

  @Test
  void at_inTwoParts_neverGoesBack() {
    pace.part(0, 2);
    pace.at(0, 10);
    assertEquals(0, percent());
    pace.at(10, 10);
    assertEquals(50, percent());
    pace.part(1, 2);
    pace.at(0, 40);
    assertEquals(50, percent());
    pace.at(30, 40);
    assertEquals(87, percent());
  }

  @Test
  void at_moreThanThereIs_isAllOfIt() {
    pace.at(12, 10);
    assertEquals(100, percent());
  }

  private long percent() {
    return 100 * pace.done() / pace.total();
  }
}
