package yui.opensearch;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.lucene.search.Query;
import org.apache.lucene.util.automaton.Automaton;
import org.apache.lucene.util.automaton.CharacterRunAutomaton;
import org.apache.lucene.util.automaton.LevenshteinAutomata;
import org.apache.lucene.util.automaton.Operations;
import yui.engine.Lexicon;
import yui.engine.TaskWords;

/** The words and names of a cluster's tasks. */
record ClusterLexicon(Cluster cluster, String index) implements Lexicon {
  private static final int MOST_KEYS = 1024;
  private static final int MOST_NAMES = 10_000;
  private static final int MOST_STATES = 10_000;

  @Override
  public boolean finds(Query words) {
    JsonNode found = cluster.post("/" + index + "/_count", Map.of("query", WordsQuery.of(words)));
    return found.path("count").asLong() > 0;
  }

  /** The cluster tells tasks that have such a name, and all their names; which they are, we see. */
  @Override
  public List<Name> like(String key, int edits) {
    Map<String, Object> near =
        edits == 0
            ? Clauses.term("name_key", key)
            : Map.of(
                "fuzzy",
                Map.of(
                    "name_key",
                    Map.of(
                        "value",
                        key,
                        "fuzziness",
                        edits,
                        "max_expansions",
                        MOST_KEYS,
                        "transpositions",
                        true)));
    JsonNode answer =
        cluster.post(
            "/" + index + "/_search",
            Map.of(
                "size",
                0,
                "query",
                Clauses.filtered(List.of(near)),
                "aggs",
                Map.of("names", Map.of("terms", Map.of("field", "name", "size", MOST_NAMES)))));
    CharacterRunAutomaton alike = alike(key, edits);
    List<Name> names = new ArrayList<>();
    for (JsonNode bucket : answer.path("aggregations").path("names").path("buckets")) {
      String name = bucket.path("key").asText();
      int end = name.indexOf(TaskWords.THEN);
      if (alike.run(name.substring(0, end))) {
        names.add(new Name(name.substring(end + 1), bucket.path("doc_count").asInt()));
      }
    }
    return names;
  }

  private static CharacterRunAutomaton alike(String key, int edits) {
    Automaton near = new LevenshteinAutomata(key, true).toAutomaton(edits);
    return new CharacterRunAutomaton(Operations.determinize(near, MOST_STATES));
  }
}
