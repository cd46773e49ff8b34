package yui.matching;

import java.util.List;
import org.jspecify.annotations.Nullable;
import yui.tasks.TaskSummary;

/** A page of found tasks, and what all that was found has in common. */
record FoundTasks(
    List<TaskSummary> items, @Nullable String nextCursor, int total, ShownFacets facets) {

  /** How many of all found tasks have which value. */
  record ShownFacets(
      List<Value> communities, List<Value> days, List<Value> rewards, List<Value> skills) {}

  /** One value with its words. */
  record Value(String value, String label, int count) {}
}
