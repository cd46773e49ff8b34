package yui;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalTime;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class LimitsTest {
  @Test
  void requests_tooManyFromOneAddress_starveNobodyElse() throws Exception {
    try (Town town = Town.open(1_000, 30)) {
      Visitor busy = town.stranger().with("X-Forwarded-For", "192.0.2.1, 198.51.100.7");
      Visitor calm = town.stranger().with("X-Forwarded-For", "198.51.100.8");
      Visitor.Reply last = busy.get("/skills");
      // A minute may turn while we count, so twice the limit surely is too many.
      for (int i = 0; i < 60 && last.status() == 200; i++) last = busy.get("/skills");
      last.refuses(429, "too_many_requests");
      assertTrue(last.headers().containsKey("retry-after"));
      calm.get("/skills").is(200);
      // What a caller puts in front of the proxy's word changes nothing.
      town.stranger().with("X-Forwarded-For", "192.0.2.99, 198.51.100.7").get("/skills").is(429);
    }
  }

  @Test
  void requests_spreadOverTwoServers_areCountedTogether() throws Exception {
    try (Town here = Town.open(1_000, 60);
        Town there = here.beside()) {
      // Within one minute, for the next begins a new count.
      while (LocalTime.now(ZoneOffset.UTC).getSecond() > 35) Thread.sleep(200);
      Visitor[] doors = {
        here.stranger().with("X-Forwarded-For", "198.51.100.9"),
        there.stranger().with("X-Forwarded-For", "198.51.100.9")
      };
      // Neither server alone has seen more than its sixty.
      for (int i = 0; i < 80; i++) doors[i % 2].get("/skills").is(200);
      Thread.sleep(
          6_000); // each tells and asks every two seconds, one perhaps just before the other
      for (Visitor door : doors) door.get("/skills").refuses(429, "too_many_requests");
      here.stranger().with("X-Forwarded-For", "198.51.100.10").get("/skills").is(200);
    }
  }
}
