package yui.opensearch;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import yui.engine.Change;
import yui.engine.Excluded;
import yui.engine.Found;
import yui.engine.Marker;
import yui.engine.Match;
import yui.engine.MatchEngine;
import yui.engine.ResidentRow;
import yui.engine.Stage;
import yui.engine.Suggestion;
import yui.engine.TaskRow;
import yui.engine.TaskSearch;
import yui.engine.TaskWords;
import yui.engine.TooWide;
import yui.engine.Unanswered;

/** The engine on two indexes of a cluster, of one generation. */
final class OpenSearchEngine implements MatchEngine {
  private final Cluster cluster;
  private final Generation generation;
  private final TaskWords words;
  private @Nullable String position;
  private @Nullable String told;

  /** Reads how far the generation was fed. */
  OpenSearchEngine(Cluster cluster, Generation generation, TaskWords words) {
    this.cluster = cluster;
    this.generation = generation;
    this.words = words;
    this.told = generation.position();
    this.position = told;
  }

  Generation generation() {
    return generation;
  }

  @Override
  public synchronized void apply(List<Change> changes, String newPosition) {
    Map<UUID, Change> ofResidents = new LinkedHashMap<>();
    Map<UUID, Change> ofTasks = new LinkedHashMap<>();
    // Of several changes of one thing the last counts, and within a request there is no order.
    for (Change change : changes) {
      switch (change) {
        case Change.PutResident(ResidentRow row) -> ofResidents.put(row.id(), change);
        case Change.DeleteResident(UUID id) -> ofResidents.put(id, change);
        case Change.PutTask(TaskRow row) -> ofTasks.put(row.id(), change);
        case Change.DeleteTask(UUID id) -> ofTasks.put(id, change);
      }
    }
    known(
        () -> {
          Bulk bulk = new Bulk(cluster, generation);
          ofResidents.values().forEach(change -> write(bulk, change));
          ofTasks.values().forEach(change -> write(bulk, change));
          bulk.send();
          return true;
        });
    position = newPosition;
  }

  /** The position is told last, so that who reads it sees all that is before it. */
  private synchronized void reached() {
    String now = position;
    if (now == null || now.equals(told)) return;
    generation.reached(now);
    told = now;
  }

  private void write(Bulk bulk, Change change) {
    switch (change) {
      case Change.PutResident(ResidentRow row) when ResidentDocument.isKept(row) ->
          bulk.put(generation.residents(), row.id(), ResidentDocument.of(row));
      case Change.PutResident(ResidentRow row) -> bulk.delete(generation.residents(), row.id());
      case Change.DeleteResident(UUID id) -> bulk.delete(generation.residents(), id);
      case Change.PutTask(TaskRow row) when row.stage() == Stage.OPEN ->
          bulk.put(generation.tasks(), row.id(), TaskDocument.of(row, words));
      case Change.PutTask(TaskRow row) -> bulk.delete(generation.tasks(), row.id());
      case Change.DeleteTask(UUID id) -> bulk.delete(generation.tasks(), id);
    }
  }

  @Override
  public synchronized @Nullable String position() {
    return position;
  }

  @Override
  public void refresh() {
    known(
        () -> {
          cluster.post("/" + generation.residents() + "," + generation.tasks() + "/_refresh", null);
          reached();
          return true;
        });
  }

  /** The cluster keeps what it has confirmed; where that got to is all there is to tell. */
  @Override
  public void commit() {
    known(
        () -> {
          reached();
          return true;
        });
  }

  @Override
  public long documents() {
    return known(
        () ->
            cluster
                .get("/" + generation.residents() + "," + generation.tasks() + "/_count")
                .path("count")
                .asLong());
  }

  @Override
  public List<Match> residentsFor(TaskRow task, Excluded excluded, int k, Instant asOf) {
    MatchEngine.checkLimit(k);
    return known(
        () -> new ResidentQuestion(task, excluded, k, asOf).ask(cluster, generation.residents()));
  }

  @Override
  public List<Match> tasksFor(ResidentRow resident, Excluded excluded, int k, Instant asOf) {
    MatchEngine.checkLimit(k);
    return known(
        () -> new TaskQuestion(resident, excluded, k, asOf).ask(cluster, generation.tasks()));
  }

  @Override
  public Found search(TaskSearch search) {
    return known(() -> new SearchQuestion(search, words).ask(cluster, generation.tasks()));
  }

  @Override
  public Optional<Suggestion> suggest(TaskSearch search) {
    return known(
        () -> words.suggest(search, new ClusterLexicon(cluster, generation.tasks()), this));
  }

  @Override
  public Set<String> spots(Collection<String> typed) {
    if (typed.isEmpty()) return Set.of();
    return known(
        () -> {
          Map<String, Object> counts = new LinkedHashMap<>();
          for (String word : typed) counts.put(word, Clauses.term("spot", words.spot(word)));
          JsonNode buckets =
              cluster
                  .post(
                      "/" + generation.tasks() + "/_search",
                      Map.of(
                          "size",
                          0,
                          "aggs",
                          Map.of("spots", Map.of("filters", Map.of("filters", counts)))))
                  .path("aggregations")
                  .path("spots")
                  .path("buckets");
          Set<String> spots = new LinkedHashSet<>();
          for (String word : typed) {
            if (buckets.path(word).path("doc_count").asInt() > 0) spots.add(word);
          }
          return spots;
        });
  }

  @Override
  public Marker marker(String q) {
    return words.marker(q);
  }

  /** What the cluster refuses to do with an index that was good is told in our words. */
  private <T> T known(Supplier<T> asking) {
    try {
      return asking.get();
    } catch (Refused no) {
      if (no.isTooWide()) throw new TooWide(no.told(), no);
      throw new Unanswered(
          no.isMissing()
              ? "the index of generation %d is gone from the cluster, it will be built anew: %s"
                  .formatted(generation.number(), no.getMessage())
              : no.told(),
          no);
    }
  }

  @Override
  public void close() {}
}
