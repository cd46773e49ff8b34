package yui.opensearch;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import yui.engine.BrokenIndex;
import yui.engine.IndexHome;
import yui.engine.MatchEngine;
import yui.engine.TaskWords;
import yui.engine.Unanswered;

/**
 * The indexes of one installation in a cluster. Aliases name the generation in use, which all
 * servers ask and one feeds; a new one is filled beside it and takes the aliases in one step.
 */
public final class OpenSearchHome implements IndexHome {
  private static final System.Logger LOG = System.getLogger(OpenSearchHome.class.getName());
  private static final int MAJOR = 3;
  private static final long CHECK = Duration.ofSeconds(2).toNanos();
  private static final Duration SILENCE = Duration.ofSeconds(10);

  private final Cluster cluster;
  private final Names names;
  private final Lease lease;
  private final int shards;
  private final TaskWords words = new TaskWords();
  private final ReentrantReadWriteLock swap = new ReentrantReadWriteLock();
  private @Nullable OpenSearchEngine engine;
  private @Nullable BrokenIndex broken;
  private long checked = System.nanoTime();

  private OpenSearchHome(ClusterAddress address, Duration silence) {
    this.cluster = new Cluster(address);
    this.names = new Names(address.prefix());
    this.lease = new Lease(cluster, names, silence);
    this.shards = address.shards();
  }

  /** Asks the cluster nothing yet: a server can start while it is away. */
  public static OpenSearchHome open(ClusterAddress address) {
    return open(address, SILENCE);
  }

  static OpenSearchHome open(ClusterAddress address, Duration silence) {
    return new OpenSearchHome(address, silence);
  }

  @Override
  public @Nullable BrokenIndex broken() {
    current();
    return broken;
  }

  @Override
  public MatchEngine current() {
    OpenSearchEngine known = inUse();
    if (known != null) return known;
    known(
        () -> {
          connect();
          return true;
        });
    OpenSearchEngine found = inUse();
    if (found == null) throw new IllegalStateException("connected without an index");
    return found;
  }

  private @Nullable OpenSearchEngine inUse() {
    swap.readLock().lock();
    try {
      return engine;
    } finally {
      swap.readLock().unlock();
    }
  }

  /** Where another server has swapped the index meanwhile, its next generation is asked. */
  @Override
  public <T> T ask(Function<MatchEngine, T> question) {
    try {
      return asked(question);
    } catch (Unanswered gone) {
      if (!(gone.getCause() instanceof Refused no && no.isMissing()) || !follow()) throw gone;
      return asked(question);
    }
  }

  private <T> T asked(Function<MatchEngine, T> question) {
    current();
    swap.readLock().lock();
    try {
      OpenSearchEngine known = engine;
      if (known == null) throw new Unanswered("the index is being opened", null);
      return question.apply(known);
    } finally {
      swap.readLock().unlock();
    }
  }

  @Override
  public boolean feeds() {
    current();
    return known(
        () -> {
          if (!lease.isHeld()) return false;
          stillThere();
          return true;
        });
  }

  /** Somebody may have deleted what nobody has written to since. */
  private void stillThere() throws BrokenIndex {
    long now = System.nanoTime();
    OpenSearchEngine known = inUse();
    if (known == null || known.generation().number() == 0 || now - checked < 0) return;
    checked = now + CHECK;
    if (!Objects.equals(named(), known.generation().number())) {
      throw new Unanswered(
          "the index %s is no longer in use in the cluster"
              .formatted(known.generation().residents()),
          null);
    }
  }

  /** Whether there is another generation in use than was known, or it was fed further. */
  @Override
  public boolean follow() {
    return known(
        () -> {
          Integer number = named();
          OpenSearchEngine known = inUse();
          if (number == null || known == null) return false;
          OpenSearchEngine now = new OpenSearchEngine(cluster, generation(number), words);
          boolean other = known.generation().number() != number;
          boolean further = !Objects.equals(known.position(), now.position());
          if (other || further) use(now);
          return other || further;
        });
  }

  @Override
  public void reopen() throws BrokenIndex {
    known(
        () -> {
          connect();
          return true;
        });
    BrokenIndex found = broken;
    if (found != null) throw found;
  }

  /** Finds the generation in use; none, or one that cannot be used, has no position. */
  private void connect() {
    checkVersion();
    makeFeed();
    broken = null;
    Integer number = null;
    try {
      number = named();
      if (number != null && !generation(number).isOurs()) {
        throw new BrokenIndex(
            BrokenIndex.Why.DAMAGED,
            names.residents(number) + " has mappings of another make",
            null);
      }
    } catch (BrokenIndex found) {
      broken = found;
    }
    boolean usable = number != null && broken == null;
    use(new OpenSearchEngine(cluster, generation(usable && number != null ? number : 0), words));
  }

  private void checkVersion() {
    JsonNode version = cluster.get("/").path("version");
    String maker = version.path("distribution").asText("elasticsearch");
    String number = version.path("number").asText();
    if (!maker.equals("opensearch") || !number.startsWith(MAJOR + ".")) {
      throw new Unanswered(
          "the cluster is %s %s; OpenSearch %d is supported".formatted(maker, number, MAJOR), null);
    }
  }

  private void makeFeed() {
    try {
      cluster.make(
          names.feed(),
          Map.of(
              "settings",
              Map.of("index", Map.of("number_of_shards", 1, "auto_expand_replicas", "0-1")),
              "mappings",
              Map.of("dynamic", false)));
    } catch (Refused there) {
      if (!there.says("resource_already_exists_exception")) throw there;
    }
  }

  /** The generation that the aliases name; null when there are none. */
  private @Nullable Integer named() throws BrokenIndex {
    Integer residents = named(names.residents());
    Integer tasks = named(names.tasks());
    if (residents == null && tasks == null && generations().isEmpty()) return null;
    if (residents == null || !residents.equals(tasks)) {
      throw new BrokenIndex(
          BrokenIndex.Why.DAMAGED,
          "the aliases %s and %s do not name two indexes of one generation"
              .formatted(names.residents(), names.tasks()),
          null);
    }
    return residents;
  }

  private @Nullable Integer named(String alias) throws BrokenIndex {
    try {
      Iterator<String> indexes = cluster.get("/_alias/" + alias).fieldNames();
      String index = indexes.next();
      if (indexes.hasNext() || !index.matches(alias + "-[0-9]{1,9}")) {
        throw new BrokenIndex(
            BrokenIndex.Why.DAMAGED, "the alias " + alias + " names " + index, null);
      }
      return Integer.valueOf(index.substring(alias.length() + 1));
    } catch (Refused no) {
      if (no.isMissing()) return null;
      throw no;
    }
  }

  private List<Integer> generations() {
    TreeSet<Integer> numbers = new TreeSet<>();
    for (String stem : List.of(names.residents(), names.tasks())) {
      cluster
          .get("/" + stem + "-*/_alias")
          .fieldNames()
          .forEachRemaining(
              index -> {
                String number = index.substring(stem.length() + 1);
                if (number.matches("[0-9]{1,9}")) numbers.add(Integer.valueOf(number));
              });
    }
    return new ArrayList<>(numbers);
  }

  private Generation generation(int number) {
    return new Generation(cluster, names, number, lease, shards);
  }

  private void use(OpenSearchEngine next) {
    swap.writeLock().lock();
    try {
      engine = next;
    } finally {
      swap.writeLock().unlock();
    }
  }

  @Override
  public Size size() {
    OpenSearchEngine known = inUse();
    if (known == null) return new Size(0, 0);
    Generation in = known.generation();
    long bytes =
        known(
            () ->
                cluster
                    .get("/" + in.residents() + "," + in.tasks() + "/_stats/store")
                    .path("_all")
                    .path("primaries")
                    .path("store")
                    .path("size_in_bytes")
                    .asLong());
    return new Size(bytes, known.documents());
  }

  @Override
  public IndexHome.Next begin() {
    current();
    return known(
        () -> {
          lease.take();
          List<Integer> there = generations();
          Generation beside = generation(there.isEmpty() ? 1 : there.getLast() + 1);
          beside.create();
          return new Next(new OpenSearchEngine(cluster, beside, words));
        });
  }

  private final class Next implements IndexHome.Next {
    private final OpenSearchEngine filled;
    private boolean inUse;

    private Next(OpenSearchEngine filled) {
      this.filled = filled;
    }

    @Override
    public MatchEngine engine() {
      return filled;
    }

    @Override
    public void swap() {
      filled.refresh();
      known(
          () -> {
            // Another feeds by now: what it fills must not be swept away.
            if (!lease.isHeld()) throw new Unanswered("another server feeds the cluster", null);
            cluster.post("/_aliases", Map.of("actions", actions(filled.generation())));
            return true;
          });
      broken = null;
      // Waits for those who ask the one that was in use.
      use(filled);
      inUse = true;
      sweep(filled.generation());
    }

    @Override
    public void close() {
      if (inUse) return;
      known(
          () -> {
            filled.generation().delete();
            return true;
          });
    }
  }

  private List<Object> actions(Generation to) {
    List<Object> actions = new ArrayList<>();
    for (String alias : List.of(names.residents(), names.tasks())) {
      for (String index : holders(alias)) {
        actions.add(Map.of("remove", Map.of("index", index, "alias", alias)));
      }
    }
    actions.add(Map.of("add", Map.of("index", to.residents(), "alias", names.residents())));
    actions.add(Map.of("add", Map.of("index", to.tasks(), "alias", names.tasks())));
    return actions;
  }

  /** Whatever an alias names, ours or not. */
  private List<String> holders(String alias) {
    List<String> indexes = new ArrayList<>();
    try {
      cluster.get("/_alias/" + alias).fieldNames().forEachRemaining(indexes::add);
    } catch (Refused none) {
      if (!none.isMissing()) throw none;
    }
    return indexes;
  }

  /** Removes what earlier rebuilds, finished or not, have left. */
  private void sweep(Generation used) {
    known(
        () -> {
          for (int number : generations()) {
            if (number != used.number()) generation(number).delete();
          }
          return true;
        });
  }

  /** Work with the cluster. */
  private interface Work<T> {
    T run() throws BrokenIndex;
  }

  private static <T> T known(Work<T> work) {
    try {
      return work.run();
    } catch (Refused no) {
      throw new Unanswered(no.told(), no);
    } catch (BrokenIndex found) {
      throw new Unanswered(String.valueOf(found.getMessage()), found);
    }
  }

  @Override
  public void leave() {
    cluster.leave();
  }

  @Override
  public void close() {
    cluster.hurry();
    // Where the cluster is away, others take over when they have heard nothing for a while.
    try (cluster) {
      if (inUse() == null) return;
      lease.release();
    } catch (Unanswered | Refused left) {
      LOG.log(System.Logger.Level.INFO, "the right to feed is left to end: {0}", left.getMessage());
    }
  }
}
