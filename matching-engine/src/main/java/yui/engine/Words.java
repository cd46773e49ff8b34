package yui.engine;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
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
 */
final class Words {
  private static final int MOST_CHARS = 200;
  private static final float IN_TITLE = 2f;
  private static final float BY_BEGINNING = 0.3f;
  private static final Pattern WORD = Pattern.compile("[\"“”]([^\"“”]*)(?:[\"“”]|$)|([^\\s\"“”]+)");

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
      return MatchAllDocsQuery.INSTANCE;
    }
    Set<Query> clauses = new LinkedHashSet<>();
    Matcher matcher = WORD.matcher(beginning(Japanese.fold(typed)));
    while (matcher.find()) {
      String quoted = matcher.group(1);
      if (quoted != null) {
        phrase(quoted, clauses);
      } else {
        word(matcher.group(2), clauses);
      }
    }
    if (clauses.isEmpty()) {
      return new MatchNoDocsQuery("nothing but signs");
    }
    BooleanQuery.Builder all = new BooleanQuery.Builder();
    clauses.forEach(clause -> all.add(clause, Occur.MUST));
    return all.build();
  }

  private static String beginning(String text) {
    return text.codePointCount(0, text.length()) <= MOST_CHARS
        ? text
        : text.substring(0, text.offsetByCodePoints(0, MOST_CHARS));
  }

  private void phrase(String quoted, Set<Query> clauses) {
    PhraseQuery.Builder phrase = new PhraseQuery.Builder();
    List<Japanese.Token> tokens = japanese.tokens(Documents.TEXT, quoted);
    tokens.forEach(token -> phrase.add(text(token.term()), token.position()));
    if (!tokens.isEmpty()) {
      clauses.add(phrase.build());
    }
  }

  private void word(String word, Set<Query> clauses) {
    if (word.codePoints().noneMatch(Character::isLetterOrDigit)) {
      return;
    }
    List<Query> ways = new ArrayList<>();
    List<String> terms = terms(Documents.TEXT, word);
    if (!terms.isEmpty()) {
      ways.add(allOf(terms));
    }
    String spelled = Japanese.katakana(word.toLowerCase(Locale.ROOT));
    ways.add(weak(new PrefixQuery(text(spelled))));
    if (word.codePoints().allMatch(Japanese::isKana)) {
      ways.add(weak(new PrefixQuery(new Term(Documents.READING, spelled))));
      synonyms.spoken(spelled).forEach(synonym -> ways.add(spelledAs(synonym)));
    } else if (word.codePoints().anyMatch(Japanese::isKana)) {
      String reading = String.join("", terms(Documents.READING, word));
      ways.add(weak(new TermQuery(new Term(Documents.READING, reading))));
    }
    clauses.add(anyOf(ways));
  }

  private Query allOf(List<String> terms) {
    Set<Query> all = new LinkedHashSet<>();
    for (int i = 0; i < terms.size(); ) {
      Synonyms.Group found = synonyms.at(terms, i);
      if (found != null) {
        all.add(anyOf(found.group().stream().map(Words::spelledAs).toList()));
        i += found.length();
      } else {
        boolean last = i > 0 && i == terms.size() - 1;
        Query exact = spelledAs(List.of(terms.get(i)));
        all.add(last ? anyOf(List.of(exact, weak(new PrefixQuery(text(terms.get(i)))))) : exact);
        i++;
      }
    }
    BooleanQuery.Builder query = new BooleanQuery.Builder();
    all.forEach(clause -> query.add(clause, Occur.MUST));
    return query.build();
  }

  private List<String> terms(String field, String word) {
    return japanese.tokens(field, word).stream()
        .map(Japanese.Token::term)
        .collect(Collectors.toList());
  }

  private static Query spelledAs(List<String> terms) {
    if (terms.size() == 1) {
      return anyOf(
          List.of(
              new TermQuery(text(terms.getFirst())),
              new BoostQuery(
                  new TermQuery(new Term(Documents.TITLE, terms.getFirst())), IN_TITLE)));
    }
    return new PhraseQuery(Documents.TEXT, terms.toArray(String[]::new));
  }

  private static Query anyOf(List<? extends Query> queries) {
    BooleanQuery.Builder any = new BooleanQuery.Builder();
    queries.forEach(query -> any.add(query, Occur.SHOULD));
    return any.build();
  }

  private static Query weak(Query query) {
    return new BoostQuery(query, BY_BEGINNING);
  }

  private static Term text(String term) {
    return new Term(Documents.TEXT, term);
  }
}
