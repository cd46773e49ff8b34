package yui.engine;

import java.io.IOException;
import java.util.List;
import org.apache.lucene.search.Query;

/** What an index knows of words and names, for those that were misspelled. */
public interface Lexicon {
  /** A name, and how many tasks use it. */
  record Name(String name, int tasks) {}

  /** Whether any task has these words, whatever else is asked. */
  boolean finds(Query words) throws IOException;

  /** Names that are written or spoken like the key but for so many signs. */
  List<Name> like(String key, int edits) throws IOException;
}
