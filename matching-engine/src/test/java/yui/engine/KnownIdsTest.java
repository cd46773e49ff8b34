package yui.engine;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.UUID;
import org.junit.jupiter.api.Test;

class KnownIdsTest {
  @Test
  void add_whatWasAdded_isAlwaysKnownAndWhatWasNotHardlyEver() {
    KnownIds ids = new KnownIds();
    int wrong = 0;
    for (int i = 0; i < 300_000; i++) {
      // Ids of one time and of small numbers differ in few bits.
      wrong += ids.add(new UUID(0x0190_0000_0000_7000L, i)) ? 1 : 0;
    }
    assertTrue(wrong < 3_000, "taken for known: " + wrong);
    for (int i = 0; i < 300_000; i++) {
      assertTrue(ids.add(new UUID(0x0190_0000_0000_7000L, i)));
    }
    assertFalse(new KnownIds().add(new UUID(1, 1)));
  }
}
