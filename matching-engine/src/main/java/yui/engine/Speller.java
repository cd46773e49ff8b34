package yui.engine;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
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
  Optional<String> better(Lexicon lexicon, String typed) throws IOException {
    List<String> better = new ArrayList<>();
    boolean changed = false;
    for (String word : Words.split(typed)) {
      String name = Words.isQuoted(word) || isKnown(lexicon, word) ? null : nearest(lexicon, word);
      better.add(name == null ? word : name);
      changed |= name != null;
    }
    return changed ? Optional.of(String.join(" ", better)) : Optional.empty();
  }

  private boolean isKnown(Lexicon lexicon, String word) throws IOException {
    return lexicon.finds(words.query(word));
  }

  private @Nullable String nearest(Lexicon lexicon, String word) throws IOException {
    return Names.nearest(lexicon, japanese, word);
  }

  /** The words and names of a Lucene index. */
  record Indexed(IndexSearcher searcher) implements Lexicon {
    @Override
    public boolean finds(Query words) throws IOException {
      return searcher.count(words) > 0;
    }

    @Override
    public List<Name> like(String key, int edits) throws IOException {
      return Names.like(searcher.getIndexReader(), key, edits);
    }
  }
}
