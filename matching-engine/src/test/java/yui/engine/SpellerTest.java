package yui.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What was probably meant, in a valley and a bay with four tasks. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SpellerTest {
  @TempDir static Path directory;
  private MatchEngine engine;

  /** What is tested; an engine elsewhere is tested by the same. */
  MatchEngine begin() throws BrokenIndex {
    return MatchEngine.open(directory);
  }

  @BeforeAll
  void open() throws BrokenIndex {
    engine = begin();
    put(1, "道の草刈り", "奥川 中町集落", "西会津町 Nishiaizu", List.of("草刈り", "Mowing grass"));
    put(2, "雪の片付け", "奥川 梨平集落", "西会津町 Nishiaizu", List.of("雪かき", "除雪", "Shovelling snow"));
    put(3, "大根の収穫", "三浦 初声", "三浦市 Miura", List.of("大根の収穫", "Harvesting daikon"));
    put(4, "防災講座", "会津若松 中央公民館", "会津若松市 Aizuwakamatsu", List.of("講師", "Lecturing"));
    engine.refresh();
  }

  @AfterAll
  void close() {
    engine.close();
  }

  @ParameterizedTest
  @CsvSource({
    "西合津, 西会津, 2",
    "にしあいす, 西会津, 2",
    "奥皮, 奥川, 2",
    "おくかわ, 奥川, 2",
    "なしたいら, 梨平, 1",
    "なかまつ, 中町, 1",
    "会津若待, 会津若松, 1",
    "Nishiaisu, Nishiaizu, 2",
    "okukawa, 奥川, 2",
    "mowng, Mowing, 1",
    "奥皮 草刈り, 奥川 草刈り, 1",
    "草刈り 奥皮, 草刈り 奥川, 1",
  })
  void suggest_misspelledName_isTheNearest(String typed, String expected, int total) {
    assertEquals(Optional.of(new Suggestion(expected, total)), suggest(typed));
  }

  @ParameterizedTest
  @CsvSource({"西会津", "草刈り", "奥", "名古屋", "ぞうのえさやり", "x", "!!!", "'\"奥皮\"'", "奥皮 名古屋", "''"})
  void suggest_knownOrFarFromAll_isNothing(String typed) {
    assertEquals(Optional.empty(), suggest(typed));
  }

  @Test
  void suggest_underFilters_countsWhatTheyLeave() {
    TaskFilter cash = new TaskFilter(null, "初声", null, null, null, null, null, null);
    TaskSearch search =
        new TaskSearch("西合津", cash, List.of(), null, TaskSort.DATE, 20, null, Asking.NOW);
    assertEquals(Optional.empty(), engine.suggest(search));
  }

  @Test
  void spots_amongWords_areThoseWithTasks() {
    assertEquals(
        Set.of("奥川", "中町", "中町集落", "三浦"),
        engine.spots(List.of("奥川", "中町", "中町集落", "三浦", "草刈り", "川", "")));
  }

  @ParameterizedTest
  @CsvSource({"奥川, 2", "中町, 1", "中町集落, 1", "三浦, 1", "川, 0", "西会津, 0"})
  void filter_bySpot_isAWordOfThePlacesName(String spot, int total) {
    TaskFilter filter = new TaskFilter(null, spot, null, null, null, null, null, null);
    Found found =
        engine.search(
            new TaskSearch(null, filter, List.of(), null, TaskSort.DATE, 20, null, Asking.NOW));
    assertEquals(total, found.total());
  }

  @Test
  void facets_spots_areTheFirstWordsOfPlaces() {
    Found all = engine.search(TaskSearch.words("", 20, Asking.NOW));
    assertEquals(
        List.of("奥川=2", "三浦=1", "会津若松=1"),
        all.facets().spots().entrySet().stream().map(Object::toString).toList());
  }

  private Optional<Suggestion> suggest(String typed) {
    return engine.suggest(TaskSearch.words(typed, 20, Asking.NOW));
  }

  private void put(int id, String title, String place, String community, List<String> skills) {
    TaskText text = new TaskText(title, "", place, community, "", skills, List.of());
    engine.apply(List.of(new Change.PutTask(Asking.task(id).says(text).row())), "p");
  }
}
