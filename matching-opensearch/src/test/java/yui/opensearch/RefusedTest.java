package yui.opensearch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which of the cluster's refusals lie in the question alone. */
class RefusedTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          400 | too_many_nested_clauses       | Query contains too many nested clauses; maxClauseCount is set to 1024 | true
          400 | illegal_argument_exception    | The number of terms [70000] has exceeded the allowed maximum of [65536] | true
          400 | illegal_argument_exception    | Result window is too large, from + size must be less than 10000 | true
          400 | query_shard_exception         | failed to find geo field [place] | false
          404 | index_not_found_exception     | no such index [too_many] | false
          429 | cluster_block_exception       | read-only / allow delete | false
          """)
  void isTooWide_ofWhatTheClusterSays_isOfTheQuestionAlone(
      int status, String type, String reason, boolean tooWide) throws Exception {
    String answer =
        """
        {"error": {"type": "search_phase_execution_exception", "reason": "all shards failed",
          "root_cause": [{"type": "%s", "reason": "%s"}]}, "status": %d}
        """
            .formatted(type, reason, status);
    assertEquals(tooWide, new Refused(status, new ObjectMapper().readTree(answer)).isTooWide());
  }
}
