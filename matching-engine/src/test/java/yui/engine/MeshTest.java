package yui.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MeshTest {
  @ParameterizedTest
  @CsvSource({
    "35.681236, 139.767125, 53394611", // Tokyo station
    "36.103633, 140.087851, 54401027", // Tsukuba, as in the documents of the mesh
    "26.212401, 127.680932, 39272554", // Naha
    "43.064615, 141.346807, 64414277", // Sapporo
    "35.675, 139.75, 53394610",
    "35.6749999, 139.7499999, 53394509"
  })
  void code_knownPlace_isThatOfTheStandard(double lat, double lon, String code) {
    assertEquals(code, Mesh.of(lat, lon).code());
    assertEquals(Mesh.of(lat, lon), Mesh.parse(code));
  }

  @Test
  void centre_ofAnyPlace_liesInItsOwnCellWithinHalfACell() {
    SplittableRandom random = new SplittableRandom(5);
    for (int i = 0; i < 10_000; i++) {
      double lat = random.nextDouble(-90, 90);
      double lon = random.nextDouble(-180, 180);
      Mesh mesh = Mesh.of(lat, lon);
      assertEquals(mesh, Mesh.of(mesh.lat(), mesh.lon()));
      assertEquals(lat, mesh.lat(), 0.5 / 120 + 1e-9);
      assertEquals(lon, mesh.lon(), 0.5 / 80 + 1e-9);
    }
  }

  @Test
  void of_edgesOfTheEarth_isACell() {
    assertEquals(90, Mesh.of(90, 180).lat(), 0.01);
    assertEquals(180, Mesh.of(90, 180).lon(), 0.01);
    assertEquals(-90, Mesh.of(-90, -180).lat(), 0.01);
    assertEquals("mesh_without_code", refused(() -> Mesh.of(-90, -180).code()));
  }

  @Test
  void km_betweenCentres_isTheGreatCircleBothWays() {
    Mesh tokyo = Mesh.of(35.681236, 139.767125);
    Mesh osaka = Mesh.of(34.702485, 135.495951);
    assertEquals(0, tokyo.km(tokyo));
    assertEquals(403, tokyo.km(osaka), 1);
    assertEquals(tokyo.km(osaka), osaka.km(tokyo));
    assertEquals(
        30 / 3600.0 * Math.PI / 180 * 6371.0087714,
        tokyo.km(new Mesh(tokyo.row() + 1, tokyo.column())),
        1e-9);
    assertEquals(20015.1, Mesh.of(0.001, 0.001).km(Mesh.of(-0.001, 179.999)), 2);
  }

  @Test
  void of_nowhere_isRefused() {
    assertEquals("place_invalid", refused(() -> Mesh.of(Double.NaN, 139)));
    assertEquals("place_invalid", refused(() -> Mesh.of(35, 181)));
    assertEquals("place_invalid", refused(() -> new Place(91, 0)));
    assertEquals("mesh_invalid", refused(() -> Mesh.parse("5339461")));
    assertEquals("mesh_invalid", refused(() -> Mesh.parse("53398611")));
    assertEquals("mesh_invalid", refused(() -> new Mesh(10_800, 0)));
  }

  private static String refused(Executable deed) {
    return assertThrows(BadQuery.class, deed).code();
  }
}
