package yui.engine;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.ConstantScoreQuery;
import org.apache.lucene.search.DisjunctionMaxQuery;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.PhraseQuery;
import org.apache.lucene.search.PrefixQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;
import org.jspecify.annotations.Nullable;

/**
 * What people type, as a query: every word must be found, each by itself, its synonyms, its
 * beginning or its sound.
 *
 * <p>The score is the mean over the words of how well each is found, in [0, 1]. It depends on the
 * task alone, never on what else is in the index:
 *
 * <pre>
 *                         in the title   elsewhere
 * the word itself         1              1/2
 * a synonym               3/4            3/8
 * its beginning or sound  1/2            1/4
 * </pre>
 */
final class Words {
  private static final int MOST_CHARS = 200;
  private static final float ELSEWHERE = 0.5f;
  private static final float ITSELF = 1f;
  private static final float SYNONYM = 0.75f;
  private static final float BEGINNING = 0.5f;
  // A single syllable begins too many words: DIY would be じ.
  private static final int SHORTEST_ROMAJI = 2;
  private static final Pattern WORD = Pattern.compile("[\"“”]([^\"“”]*)(?:[\"“”]|$)|([^\\s\"“”]+)");
  private static final Pattern HALF_TYPED = Pattern.compile("(.*\\p{IsHiragana})[a-z]{1,2}");

  private final Japanese japanese;
  private final Synonyms synonyms;

  Words(Japanese japanese) {
    this.japanese = japanese;
    this.synonyms = new Synonyms(japanese);
  }

  /**
   * Null or blank asks for all; signs alone find nothing; of very long input only the beginning
   * counts.
   */
  Query query(@Nullable String typed) {
    if (typed == null || typed.isBlank()) {
      return new ConstantScoreQuery(MatchAllDocsQuery.INSTANCE);
    }
    Set<Query> clauses = new LinkedHashSet<>();
    Matcher matcher = WORD.matcher(beginning(Folded.text(typed)));
    while (matcher.find()) {
      String quoted = matcher.group(1);
      if (quoted != null) {
        phrase(quoted, clauses);
      } else {
        word(matcher.group(2), clauses);
      }
    }
    return clauses.isEmpty() ? new MatchNoDocsQuery("nothing but signs") : meanOf(clauses);
  }

  /** What was typed, word by word; a phrase with its quotes. */
  static List<String> split(String typed) {
    List<String> words = new ArrayList<>();
    Matcher matcher = WORD.matcher(beginning(Folded.text(typed)));
    while (matcher.find()) {
      words.add(matcher.group());
    }
    return words;
  }

  static boolean isQuoted(String word) {
    return "\"“”".indexOf(word.charAt(0)) >= 0;
  }

  private static String beginning(String text) {
    return text.codePointCount(0, text.length()) <= MOST_CHARS
        ? text
        : text.substring(0, text.offsetByCodePoints(0, MOST_CHARS));
  }

  private void phrase(String quoted, Set<Query> clauses) {
    List<Japanese.Token> tokens = japanese.tokens(Texts.TEXT, quoted);
    if (!tokens.isEmpty()) {
      clauses.add(graded(ITSELF, phrase(Texts.TITLE, tokens), phrase(Texts.TEXT, tokens)));
    }
  }

  private static Query phrase(String field, List<Japanese.Token> tokens) {
    PhraseQuery.Builder phrase = new PhraseQuery.Builder();
    tokens.forEach(token -> phrase.add(new Term(field, token.term()), token.position()));
    return phrase.build();
  }

  private void word(String typed, Set<Query> clauses) {
    String word = typed.toLowerCase(Locale.ROOT);
    if (word.codePoints().noneMatch(Character::isLetterOrDigit)) {
      return;
    }
    Matcher halfTyped = HALF_TYPED.matcher(word);
    if (halfTyped.matches()) {
      word = halfTyped.group(1);
    }
    List<Query> ways = new ArrayList<>();
    List<String> terms = japanese.terms(Texts.TEXT, word);
    if (!terms.isEmpty()) {
      ways.add(allOf(terms));
    }
    ways.add(begins(word));
    if (word.codePoints().allMatch(Japanese::isKana)) {
      ways.addAll(spoken(Japanese.sound(word)));
    } else if (Japanese.isKana(word.codePointBefore(word.length()))) {
      ways.add(sounds(japanese.reading(word)));
    } else {
      String kana = Romaji.katakana(word);
      if (kana != null && kana.length() >= SHORTEST_ROMAJI) {
        ways.addAll(spoken(Japanese.sound(kana)));
      }
    }
    clauses.add(anyOf(ways));
  }

  private List<Query> spoken(String sound) {
    List<Query> ways = new ArrayList<>(List.of(sounds(sound)));
    synonyms.spoken(sound).forEach(synonym -> ways.add(spelledAs(synonym, SYNONYM)));
    return ways;
  }

  private Query allOf(List<String> terms) {
    Set<Query> all = new LinkedHashSet<>();
    for (int i = 0; i < terms.size(); ) {
      Synonyms.Group found = synonyms.at(terms, i);
      if (found != null) {
        List<String> itself = terms.subList(i, i + found.length());
        all.add(
            anyOf(
                found.group().stream()
                    .map(word -> spelledAs(word, word.equals(itself) ? ITSELF : SYNONYM))
                    .toList()));
        i += found.length();
      } else {
        boolean last = i > 0 && i == terms.size() - 1;
        Query exact = spelledAs(List.of(terms.get(i)), ITSELF);
        all.add(last ? anyOf(List.of(exact, begins(terms.get(i)))) : exact);
        i++;
      }
    }
    return meanOf(all);
  }

  private static Query spelledAs(List<String> terms, float grade) {
    return graded(grade, spelledAs(Texts.TITLE, terms), spelledAs(Texts.TEXT, terms));
  }

  private static Query spelledAs(String field, List<String> terms) {
    return terms.size() == 1
        ? new TermQuery(new Term(field, terms.getFirst()))
        : new PhraseQuery(field, terms.toArray(String[]::new));
  }

  private static Query begins(String word) {
    String sound = Japanese.sound(word);
    return graded(
        BEGINNING,
        new PrefixQuery(new Term(Texts.TITLE, sound)),
        new PrefixQuery(new Term(Texts.TEXT, sound)));
  }

  private static Query sounds(String reading) {
    return graded(
        BEGINNING,
        new PrefixQuery(new Term(Texts.TITLE_READING, reading)),
        new PrefixQuery(new Term(Texts.READING, reading)));
  }

  private static Query graded(float grade, Query inTitle, Query elsewhere) {
    return anyOf(List.of(constant(inTitle, grade), constant(elsewhere, grade * ELSEWHERE)));
  }

  private static Query constant(Query query, float score) {
    return new BoostQuery(new ConstantScoreQuery(query), score);
  }

  /** As good as the best of them. */
  private static Query anyOf(List<? extends Query> queries) {
    return queries.size() == 1 ? queries.getFirst() : new DisjunctionMaxQuery(queries, 0);
  }

  private static Query meanOf(Set<Query> clauses) {
    if (clauses.size() == 1) {
      return clauses.iterator().next();
    }
    BooleanQuery.Builder all = new BooleanQuery.Builder();
    clauses.forEach(clause -> all.add(clause, Occur.MUST));
    return new BoostQuery(all.build(), 1f / clauses.size());
  }
}
