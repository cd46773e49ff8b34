package yui.opensearch;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause;
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
import yui.engine.TaskWords;

/**
 * What people typed, as the cluster reads it: the same tree of the same clauses with the same
 * boosts, so that its Lucene makes the same sums.
 */
final class WordsQuery {
  private WordsQuery() {}

  static Map<String, Object> of(Query query) {
    return of(query, 1);
  }

  private static Map<String, Object> of(Query query, float boost) {
    return switch (query) {
      case BoostQuery boosted -> of(boosted.getQuery(), boosted.getBoost() * boost);
      case ConstantScoreQuery constant -> Clauses.constant(of(constant.getQuery(), 1), boost);
      case DisjunctionMaxQuery best ->
          Map.of(
              "dis_max",
              Map.of(
                  "queries",
                  best.getDisjuncts().stream().map(WordsQuery::of).toList(),
                  "tie_breaker",
                  0,
                  "boost",
                  boost));
      case BooleanQuery all -> Map.of("bool", Map.of("must", all(all), "boost", boost));
      case TermQuery term -> Clauses.term(term.getTerm().field(), term.getTerm().text());
      case PrefixQuery prefix -> {
        Term begins = prefix.getPrefix();
        yield Map.of("prefix", Map.of(begins.field(), Map.of("value", begins.text())));
      }
      case PhraseQuery phrase -> phrase(phrase);
      case MatchAllDocsQuery every -> Clauses.all();
      case MatchNoDocsQuery nothing -> Clauses.none();
      default -> throw new IllegalArgumentException("no words ask like this: " + query);
    };
  }

  private static List<Map<String, Object>> all(BooleanQuery all) {
    List<Map<String, Object>> must = new ArrayList<>();
    for (BooleanClause clause : all) {
      if (clause.occur() != BooleanClause.Occur.MUST) {
        throw new IllegalArgumentException("no words ask like this: " + all);
      }
      must.add(of(clause.query()));
    }
    return must;
  }

  private static Map<String, Object> phrase(PhraseQuery phrase) {
    Term[] terms = phrase.getTerms();
    int[] positions = phrase.getPositions();
    String[] tokens = new String[positions[positions.length - 1] - positions[0] + 1];
    Arrays.fill(tokens, TaskWords.HOLE);
    for (int i = 0; i < terms.length; i++) tokens[positions[i] - positions[0]] = terms[i].text();
    String text = TaskDocument.joined(List.of(tokens));
    return Map.of("match_phrase", Map.of(terms[0].field(), Map.of("query", text)));
  }
}
