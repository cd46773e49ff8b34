package yui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import yui.places.Tiles;

/** Pictures under the maps come from where the operator says, and from nowhere else. */
class TilesTest {
  @Test
  void tiles_unlessTheOperatorNamesThem_areNeitherDrawnNorAllowed() throws Exception {
    Tiles tiles = new Tiles("https://tiles.example/xyz/{z}/{x}/{y}.png", "地理院タイル");
    try (Town town = Town.furnished();
        Town other = town.beside(Optional.of(tiles))) {
      String task = "/tasks/" + town.posted(town.mowing());
      HttpResponse<String> without = get(town, task);
      assertEquals("img-src 'self' data:", pictures(without));
      assertFalse(without.body().contains("<image"));
      HttpResponse<String> with = get(other, task);
      assertEquals("img-src 'self' data: https://tiles.example", pictures(with));
      other
          .reader()
          .get(task)
          .is(200)
          .says("<image href=\"https://tiles.example/xyz/")
          .says("地理院タイル");
    }
  }

  private static HttpResponse<String> get(Town town, String path) throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(
          HttpRequest.newBuilder(URI.create(town.url() + path)).build(),
          HttpResponse.BodyHandlers.ofString());
    }
  }

  private static String pictures(HttpResponse<String> answer) {
    String policy = answer.headers().firstValue("Content-Security-Policy").orElse("");
    return policy.substring(policy.indexOf("img-src"));
  }
}
