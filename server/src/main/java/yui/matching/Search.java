package yui.matching;

import org.jspecify.annotations.Nullable;
import yui.core.Refusal;
import yui.engine.BadQuery;

/** A page of what searchTasks is asked. */
record Search(SearchFilters filters, int limit, @Nullable String cursor) {

  /** The engine knows better only about its own cursors. */
  static Refusal refusal(BadQuery bad) {
    if (bad.code().startsWith("cursor")) {
      return Refusal.invalid("#/query/cursor", "cursor_unknown");
    }
    throw bad;
  }
}
