package yui.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.lucene.search.Query;
import org.jspecify.annotations.Nullable;

/**
 * The words of tasks and what people type, analysed here for an index that stands elsewhere: so it
 * finds what an index in a directory finds, and needs no dictionary of its own.
 */
public final class TaskWords {
  /** Fields whose tokens stand at positions, since phrases are asked of them. */
  public static final String TITLE = Texts.TITLE;

  public static final String TEXT = Texts.TEXT;

  /** Fields whose tokens are only begun with. */
  public static final String TITLE_READING = Texts.TITLE_READING;

  public static final String READING = Texts.READING;

  /** In place of a token at a position that has none. */
  public static final String HOLE = "";

  /** Between a name and how it is written or spoken, which stands before it. */
  public static final char THEN = Names.THEN;

  private final Japanese japanese = new Japanese();
  private final Words words = new Words(japanese);
  private final Speller speller = new Speller(japanese, words);

  /**
   * A task's words.
   *
   * @param text each text by itself, the title once more
   * @param spots what can be filtered by
   * @param firstSpot what is counted; null without a place
   * @param names each twice, behind how it is written and how it is spoken
   */
  public record Analysed(
      List<String> title,
      List<List<String>> text,
      Set<String> titleReading,
      Set<String> reading,
      List<String> spots,
      @Nullable String firstSpot,
      Set<String> names) {}

  public Analysed analyse(TaskText text) {
    String title = Folded.text(text.title());
    List<String> all = Texts.folded(text);
    return new Analysed(
        positions(TITLE, title),
        all.stream().map(one -> positions(TEXT, one)).filter(one -> !one.isEmpty()).toList(),
        Set.copyOf(japanese.terms(TITLE_READING, title)),
        all.stream()
            .flatMap(one -> japanese.terms(READING, one).stream())
            .collect(Collectors.toCollection(LinkedHashSet::new)),
        Texts.spots(text),
        Texts.firstSpot(text),
        Texts.names(text).stream()
            .flatMap(name -> Names.twice(name, japanese).stream())
            .collect(Collectors.toCollection(LinkedHashSet::new)));
  }

  private List<String> positions(String field, String folded) {
    List<String> positions = new ArrayList<>();
    for (Japanese.Token token : japanese.tokens(field, folded)) {
      while (positions.size() < token.position()) {
        positions.add(HOLE);
      }
      positions.add(token.term());
    }
    return positions;
  }

  /**
   * What was typed, made of terms, phrases, beginnings and their best, mean and constant scores.
   */
  public Query query(@Nullable String typed) {
    return words.query(typed);
  }

  public Marker marker(String typed) {
    return new Marker(japanese, words.query(typed));
  }

  /** A word for a place as {@link Analysed#spots} has it. */
  public String spot(String typed) {
    return Texts.spot(typed);
  }

  /** Other words that find more under the same filters, by an engine that asks the lexicon. */
  public Optional<Suggestion> suggest(TaskSearch search, Lexicon lexicon, MatchEngine engine) {
    String typed = search.q();
    if (typed == null || typed.isBlank()) {
      return Optional.empty();
    }
    try {
      String better = speller.better(lexicon, typed).orElse(null);
      if (better == null) {
        return Optional.empty();
      }
      int found = engine.search(search.saying(better)).total();
      return found > engine.search(search.saying(typed)).total()
          ? Optional.of(new Suggestion(better, found))
          : Optional.empty();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
