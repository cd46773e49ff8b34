package yui.engine;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.lucene.search.IndexSearcher;
import org.jspecify.annotations.Nullable;

/**
 * What was probably meant where a word is in no task: the name that looks or sounds most like it.
 */
final class Speller {
  private final Japanese japanese;
  private final Words words;

  Speller(Japanese japanese, Words words) {
    this.japanese = japanese;
    this.words = words;
  }

  /** Empty when every word is known, or nothing is near an unknown one. */
  Optional<String> better(IndexSearcher searcher, String typed) throws IOException {
    List<String> better = new ArrayList<>();
    boolean changed = false;
    for (String word : Words.split(typed)) {
      String name =
          Words.isQuoted(word) || isKnown(searcher, word) ? null : nearest(searcher, word);
      better.add(name == null ? word : name);
      changed |= name != null;
    }
    return changed ? Optional.of(String.join(" ", better)) : Optional.empty();
  }

  private boolean isKnown(IndexSearcher searcher, String word) throws IOException {
    return searcher.count(words.query(word)) > 0;
  }

  private @Nullable String nearest(IndexSearcher searcher, String word) throws IOException {
    return Names.nearest(searcher.getIndexReader(), japanese, word);
  }
}
