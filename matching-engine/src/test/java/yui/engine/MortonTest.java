package yui.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class MortonTest {
  @Test
  void of_anyPair_isTakenApartAgain() {
    for (int y = 0; y < 1 << 15; y += 37) {
      for (int x = 0; x < 1 << 15; x += 41) {
        int morton = Morton.of(y, x);
        assertTrue(morton >= 0 && morton < 1 << Morton.BITS);
        assertEquals(y, Morton.y(morton));
        assertEquals(x, Morton.x(morton));
      }
    }
  }

  @Test
  void of_blockOfFour_standsTogether() {
    assertEquals(Morton.of(6, 8) + 1, Morton.of(6, 9));
    assertEquals(Morton.of(6, 8) + 2, Morton.of(7, 8));
    assertEquals(Morton.of(6, 8) + 3, Morton.of(7, 9));
  }

  @Test
  void ofCell_everyCorner_isTheSameCell() {
    for (Mesh mesh :
        new Mesh[] {
          Mesh.of(-90, -180), Mesh.of(90, 180), Mesh.of(0, 0), Mesh.of(35.68, 139.76),
        }) {
      assertEquals(mesh, Mesh.ofCell(mesh.cell()));
    }
  }
}
