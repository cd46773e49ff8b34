package yui.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import yui.Town;
import yui.Visitor;

/**
 * Nobody learns who has an account: hundreds of askings, known and unknown addresses in turn. A
 * pair drawn from both tells who took longer; for a coin it is one half of the pairs.
 */
class EnumerationTest {
  private static final int EACH = 400;
  private static final double SEEN = 0.09;

  /**
   * A machine that is busy elsewhere can tilt one round, or blind it; what the time tells is told
   * by each of three that see, in the same direction.
   */
  @Test
  void requestLoginCode_knownAndUnknownAddresses_takeTheSameTime() throws Exception {
    try (Town town = Town.open(100_000)) {
      for (int i = 0; i < EACH; i++) town.add("known" + i + "@tokyo.example");
      Visitor stranger = town.stranger();
      for (int i = 0; i < 100; i++) ask(stranger, "warm" + i + "@tokyo.example");
      List<Double> tilted = new ArrayList<>();
      for (int round = 0; round < 6 && tilted.size() < 3; round++) {
        Round seen = round(stranger);
        if (seen.ofTwoFifthsMore() <= 0.5 + SEEN) continue;
        if (Math.abs(seen.told() - 0.5) < SEEN) return;
        tilted.add(seen.told());
      }
      assertEquals(3, tilted.size(), "too few rounds saw two fifths more");
      boolean longer = tilted.stream().allMatch(told -> told > 0.5);
      boolean shorter = tilted.stream().allMatch(told -> told < 0.5);
      assertFalse(longer || shorter, "the time tells: " + tilted);
    }
  }

  /**
   * In how many of a round's pairs the known address took longer, and in how many it would have if
   * it took two fifths more.
   */
  private record Round(double told, double ofTwoFifthsMore) {}

  private static Round round(Visitor stranger) throws Exception {
    double[] known = new double[EACH];
    double[] unknown = new double[EACH];
    double[] slower = new double[EACH];
    for (int i = 0; i < EACH; i++) {
      boolean knownFirst = i % 2 == 0;
      String a = "known" + i + "@tokyo.example";
      String b = "nobod" + i + "@tokyo.example";
      double first = ask(stranger, knownFirst ? a : b);
      double second = ask(stranger, knownFirst ? b : a);
      known[i] = knownFirst ? first : second;
      unknown[i] = knownFirst ? second : first;
      slower[i] = unknown[i] * 1.4;
    }
    double told = longer(known, unknown);
    System.out.printf(
        Locale.ROOT,
        "askings for a code, ms: known p10 %.2f p50 %.2f p90 %.2f, unknown p10 %.2f p50 %.2f p90"
            + " %.2f; the known one took longer in %.1f %% of pairs%n",
        at(known, 0.1),
        at(known, 0.5),
        at(known, 0.9),
        at(unknown, 0.1),
        at(unknown, 0.5),
        at(unknown, 0.9),
        100 * told);
    return new Round(told, longer(slower, unknown));
  }

  @Test
  void login_wrongCodes_answerAlikeWhateverIsBehindThem() throws Exception {
    try (Town town = Town.open(1_000)) {
      town.add("known@tokyo.example");
      List<Visitor.Reply> replies = new ArrayList<>();
      for (String email : List.of("known@tokyo.example", "nobody@tokyo.example")) {
        String challenge =
            town.stranger()
                .post("/login/codes", Map.of("email", email))
                .is(202)
                .body()
                .path("challenge")
                .asText();
        replies.add(enter(town, challenge));
      }
      replies.add(enter(town, "AAAAAAAAAAAAAAAAAAAAAA"));
      for (Visitor.Reply reply : replies) {
        reply.refuses(401, "login_code_wrong");
        assertEquals(
            replies.getFirst().body().path("detail").asText(),
            reply.body().path("detail").asText());
        assertEquals(replies.getFirst().headers().keySet(), reply.headers().keySet());
      }
    }
  }

  private static Visitor.Reply enter(Town town, String challenge) throws Exception {
    return town.stranger()
        .post("/login/tokens", Map.of("challenge", challenge, "code", "0000-0000"));
  }

  private static double ask(Visitor stranger, String email) throws Exception {
    long began = System.nanoTime();
    stranger.post("/login/codes", Map.of("email", email)).is(202);
    return (System.nanoTime() - began) / 1e6;
  }

  /** In how many of all pairs the first took longer; ties count half. */
  private static double longer(double[] first, double[] second) {
    double won = 0;
    for (double a : first) for (double b : second) won += a > b ? 1 : a == b ? 0.5 : 0;
    return won / ((double) first.length * second.length);
  }

  private static double at(double[] values, double part) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[(int) (part * (sorted.length - 1))];
  }
}
