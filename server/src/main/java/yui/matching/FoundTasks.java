package yui.matching;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import org.jspecify.annotations.Nullable;
import yui.engine.Piece;
import yui.tasks.Listed;
import yui.tasks.TaskSummary;

/** A page of found tasks, what all that was found has in common, and how the words were taken. */
record FoundTasks(
    List<FoundTask> items,
    @Nullable String nextCursor,
    int total,
    ShownFacets facets,
    List<Understood> understood,
    @Nullable ShownSuggestion suggestion) {

  static final FoundTasks NONE =
      new FoundTasks(
          List.of(),
          null,
          0,
          new ShownFacets(
              List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(),
              List.of()),
          List.of(),
          null);

  /** These, found by nobody's words. */
  static FoundTasks of(List<Listed> listed) {
    List<FoundTask> items =
        listed.stream().map(one -> new FoundTask(one.summary(), null, null)).toList();
    return new FoundTasks(items, null, items.size(), NONE.facets(), List.of(), null);
  }

  /** A found task, and why it was found there. */
  record FoundTask(
      @JsonUnwrapped TaskSummary task,
      @Nullable Highlights highlights,
      @Nullable ShownRelevance relevance) {}

  /** What the words found, as pieces of text; the description only where they are in it. */
  record Highlights(List<Piece> title, @Nullable List<Piece> description) {}

  /** Half of each where both were weighed. */
  record ShownRelevance(
      double value,
      @Nullable Double text,
      @Nullable Double match,
      @Nullable ShownParts parts,
      @Nullable List<ShownReason> reasons) {}

  /** How many of all found tasks have which value. */
  record ShownFacets(
      List<Value> communities,
      List<Value> prefectures,
      List<Value> places,
      List<Value> periods,
      List<Value> days,
      List<Value> rewards,
      List<Value> skills,
      List<Value> travelPaid) {}

  /** One value with its words. */
  record Value(String value, String label, int count) {}

  /** Other words that were probably meant, and how many tasks they find. */
  record ShownSuggestion(String q, int total) {}
}
