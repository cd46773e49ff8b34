package yui.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which communities' people are told, so that no single person can be found. */
class AllFiguresTest {

  @ParameterizedTest
  @CsvSource({
    "20 30, 50, 20 30 | 50",
    "20 30 0, 50, 20 30 0 | 50",
    "20 3 30, 53, - - 30 | 53",
    "20 3 4, 27, 20 - - | 27",
    "3, 3, - | -",
    "3 0, 3, - 0 | -",
    "0 0, 0, 0 0 | 0",
  })
  void figures_ofCommunities_hideFewPeople(String people, long all, String told) {
    List<Long> each = Arrays.stream(people.split(" ")).map(Long::valueOf).toList();
    Map<UUID, Figures.Counts> communities = new HashMap<>();
    for (int i = 0; i < each.size(); i++) communities.put(new UUID(0, i), counts(each.get(i)));
    AllFigures figures = AllFigures.of(2026, List.of(), counts(all), communities);
    String lines =
        communities.keySet().stream()
            .sorted()
            .map(id -> said(figures.communities().get(id)))
            .collect(Collectors.joining(" "));
    assertEquals(told, lines + " | " + said(figures.total()));
  }

  private static String said(AllFigures.Line line) {
    AllFigures.Came came = line.came();
    return came == null ? "-" : Long.toString(came.people());
  }

  private static Figures.Counts counts(long people) {
    return new Figures.Counts(1, 1, 1, 1, people, people, 0, 0, 0, 0, 0, 0, 0);
  }
}
