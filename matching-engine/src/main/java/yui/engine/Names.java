package yui.engine;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.apache.lucene.analysis.TokenFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.core.KeywordTokenizer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.analysis.tokenattributes.OffsetAttribute;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.MultiTerms;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.util.automaton.Automata;
import org.apache.lucene.util.automaton.Automaton;
import org.apache.lucene.util.automaton.CompiledAutomaton;
import org.apache.lucene.util.automaton.LevenshteinAutomata;
import org.apache.lucene.util.automaton.Operations;
import org.jspecify.annotations.Nullable;

/**
 * What places, groups, skills and produce of the open tasks are called. Each name stands in the
 * index twice, behind how it is written and how it is spoken, so that one look finds what looks or
 * sounds like it.
 */
final class Names {
  static final char THEN = '\0';
  private static final int MOST_STATES = 10_000;

  private Names() {}

  /**
   * The name that a word most likely meant: the nearest, of equals one in the same letters, then
   * the most used; null for none.
   */
  static @Nullable String nearest(Lexicon lexicon, Japanese japanese, String word)
      throws IOException {
    String folded = Folded.text(word).toLowerCase(Locale.ROOT);
    List<String> keys = keys(japanese, folded);
    for (int edits = 0; edits <= LevenshteinAutomata.MAXIMUM_SUPPORTED_DISTANCE; edits++) {
      List<Lexicon.Name> found = new ArrayList<>();
      for (String key : keys) {
        if (edits <= forgiven(key)) {
          found.addAll(lexicon.like(key, edits));
        }
      }
      String best =
          found.stream()
              .filter(name -> !Texts.spot(name.name()).equals(folded))
              .max(
                  Comparator.comparing(
                          (Lexicon.Name name) -> isLatin(name.name()) == isLatin(folded))
                      .thenComparing(Lexicon.Name::tasks)
                      .thenComparing(Lexicon.Name::name))
              .map(Lexicon.Name::name)
              .orElse(null);
      if (best != null) {
        return best;
      }
    }
    return null;
  }

  private static List<String> keys(Japanese japanese, String folded) {
    List<String> keys = new ArrayList<>(List.of(Japanese.sound(folded), japanese.reading(folded)));
    String kana = Romaji.katakana(folded);
    if (kana != null) {
      keys.add(Japanese.sound(kana));
    }
    return keys.stream().distinct().toList();
  }

  /** One sign of a few may be wrong, two of many. */
  private static int forgiven(String key) {
    int length = key.codePointCount(0, key.length());
    return length < 3 ? 0 : length < 6 ? 1 : 2;
  }

  private static boolean isLatin(String word) {
    return word.codePoints().allMatch(c -> c < 0x250);
  }

  /** The names in a Lucene index. */
  static List<Lexicon.Name> like(IndexReader reader, String key, int edits) throws IOException {
    Terms names = MultiTerms.getTerms(reader, Texts.NAME);
    if (names == null) {
      return List.of();
    }
    Automaton nearby = new LevenshteinAutomata(key, true).toAutomaton(edits);
    Automaton thenAny =
        Operations.concatenate(List.of(nearby, Automata.makeChar(THEN), Automata.makeAnyString()));
    TermsEnum found =
        names.intersect(new CompiledAutomaton(Operations.determinize(thenAny, MOST_STATES)), null);
    List<Lexicon.Name> like = new ArrayList<>();
    while (found.next() != null) {
      String term = found.term().utf8ToString();
      like.add(new Lexicon.Name(term.substring(term.indexOf(THEN) + 1), found.docFreq()));
    }
    return like;
  }

  /** A name as the index keeps it: behind how it is written, and behind how it is spoken. */
  static List<String> twice(String name, Japanese japanese) {
    return List.of(
        Japanese.sound(name.toLowerCase(Locale.ROOT)) + THEN + name,
        japanese.reading(name) + THEN + name);
  }

  /** A name as the index keeps it. */
  static TokenStream tokens(KeywordTokenizer whole, Japanese japanese) {
    return new TwiceFilter(whole, japanese);
  }

  private static final class TwiceFilter extends TokenFilter {
    private final Japanese japanese;
    private final CharTermAttribute term = addAttribute(CharTermAttribute.class);
    private final OffsetAttribute place = addAttribute(OffsetAttribute.class);
    private @Nullable String spoken;

    TwiceFilter(TokenStream whole, Japanese japanese) {
      super(whole);
      this.japanese = japanese;
    }

    @Override
    public boolean incrementToken() throws IOException {
      String second = spoken;
      if (second != null) {
        spoken = null;
        clearAttributes();
        term.append(second);
        place.setOffset(0, 0);
        return true;
      }
      if (!input.incrementToken()) {
        return false;
      }
      String name = term.toString();
      List<String> both = twice(name, japanese);
      spoken = both.getLast();
      term.setEmpty().append(both.getFirst());
      return true;
    }

    @Override
    public void reset() throws IOException {
      super.reset();
      spoken = null;
    }
  }
}
