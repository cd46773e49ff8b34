package yui.torture;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Every operation of the contract is asked for every sort of thing by everybody, and every table by
 * the server's own role for every community. As a control somebody gets a role behind the
 * contract's back, and a table's lock is opened: both must be seen.
 */
@Command(
    name = "rights",
    description = "Every operation by every role about own, others' and absent things.",
    mixinStandardHelpOptions = true)
final class RightsTorture extends Torment {
  private static final String UNEXPECTED = "unexpected 2xx: 0";
  private static final String OPEN = "no table opens to another community or person";

  private static final int AT_ONCE = 8;
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern ID =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

  /** Ways in and out: asked of elsewhere, and here they would end the callers' logins. */
  private static final Set<String> LOGINS =
      Set.of(
          "requestLoginCode",
          "login",
          "logout",
          "refreshLogin",
          "askPasskeyChallenge",
          "loginByPasskey",
          "endOtherLogins",
          "endLogin");

  /** What anybody may know the id of: it stands on public pages, or names no more than a line. */
  private static final Set<String> TOLD =
      Set.of("tasks", "slots", "groups", "districts", "photos", "accounts", "settlements", "funds");

  /** What a body could smuggle in. */
  private static final String MORE =
      """
      {"isAdmin": true, "role": "ADMIN", "personId": "%1$s", "person_id": "%1$s", "by": "%1$s",
       "communityId": "%1$s", "ownerId": "%1$s", "id": "%1$s", "state": "PAID", "status": 200,
       "version": 99, "amountYen": 1000000, "approved": true, "createdAt": "2000-01-01T00:00:00Z",
       "__proto__": {"isAdmin": true}, "constructor": {}, "$where": "1"}
      """;

  // The job looks each 30 s.
  private static final Duration CLOSES = Duration.ofSeconds(35);

  @Option(names = "--things", defaultValue = "4", description = "Of each sort so many (4).")
  private int most;

  private final Collection<String> unexpected = new ConcurrentSkipListSet<>();
  private final Collection<String> unlike = new ConcurrentSkipListSet<>();
  private final Collection<String> unreached = new ConcurrentSkipListSet<>();
  private final Collection<String> faults = new ConcurrentSkipListSet<>();
  private final Collection<String> taken = new ConcurrentSkipListSet<>();
  private final Collection<String> leaks = new ConcurrentSkipListSet<>();
  private final Collection<String> stillThere = new ConcurrentSkipListSet<>();
  private final AtomicInteger asked = new AtomicInteger();
  private final AtomicInteger compared = new AtomicInteger();
  private final AtomicInteger read = new AtomicInteger();
  private final Collection<double[]> times = Collections.synchronizedList(new ArrayList<>());
  private final Map<String, Boolean> known = new ConcurrentHashMap<>();
  private final Collection<String> removed = new ConcurrentSkipListSet<>();

  private List<Operation> operations = List.of();
  private List<Caller> callers = List.of();
  private Map<String, List<Thing>> things = Map.of();
  private Map<String, String> groups = Map.of();
  private String address = "";

  @Override
  List<String> brokenByControl() {
    return List.of(UNEXPECTED, OPEN);
  }

  @Override
  void torment(Findings findings, boolean control) throws Exception {
    say("opening a demo town …");
    try (DemoServer server = DemoServer.start(0);
        Connection database = server.connect("postgres")) {
      address = server.address();
      operations = Operation.all().stream().filter(one -> !LOGINS.contains(one.id())).toList();
      say("furnishing what the demo town has not");
      Furnishing.furnish(server);
      callers = Furnishing.callers(server, database);
      things = things(database);
      groups =
          Thing.of(database, List.of("communityId", "groupId")).stream()
              .collect(Collectors.toMap(Thing::community, one -> one.path().get("groupId")));
      if (control) breakIn(database);
      say("waiting until the town has closed by itself what is over");
      Thread.sleep(CLOSES);
      Books books = new Books(database);
      Map<String, String> before = books.sums();
      say("whoever may not: %d operations, %d callers", operations.size(), callers.size());
      everywhere(this::refused);
      say("%d refusals; more than a body may hold", asked.get());
      everywhere(this::withMore);
      Map<String, String> after = books.sums();
      Set<String> changed = new TreeSet<>();
      after.forEach(
          (table, sum) -> {
            if (!sum.equals(before.get(table))) changed.add(table);
          });
      say("whatever is told to whom");
      Map<String, Books.Owner> owned = books.owned();
      everywhere((operation, thing) -> reads(operation, thing, owned));
      say("%d answers read; what is gone", read.get());
      everywhere(this::gone);
      say("the tables themselves");
      Locks locks;
      Collection<String> open;
      try (Connection app = server.connect("yui_app")) {
        locks = new Locks(app, database);
        open = locks.open(books.tables(), communities(database), persons());
      }
      tell(findings, control, changed, open, locks);
    }
  }

  private Map<String, List<Thing>> things(Connection database) throws SQLException {
    Map<String, List<Thing>> found = new HashMap<>();
    for (Operation operation : operations) {
      List<String> parameters = operation.parameters();
      String sort = String.join(" ", parameters);
      if (found.containsKey(sort)) continue;
      List<Thing> all = Thing.of(database, parameters);
      // Of each community one before a second of any.
      Map<String, Integer> number = new HashMap<>();
      found.put(
          sort,
          all.stream()
              .collect(
                  Collectors.groupingBy(
                      thing -> number.merge(thing.community(), 1, Integer::sum),
                      TreeMap::new,
                      Collectors.toList()))
              .values()
              .stream()
              .flatMap(List::stream)
              .limit(most)
              .toList());
    }
    return found;
  }

  private List<Thing> of(Operation operation) {
    List<String> parameters = operation.parameters();
    List<Thing> found = things.getOrDefault(String.join(" ", parameters), List.of());
    boolean alone = found.isEmpty() && Set.of("year", "postalCode").containsAll(parameters);
    return alone ? List.of(new Thing(Map.of(), "", "", "")) : found;
  }

  private void everywhere(BiConsumer<Operation, Thing> work) throws InterruptedException {
    Semaphore room = new Semaphore(AT_ONCE);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Operation operation : operations) {
        for (Thing thing : of(operation)) {
          room.acquire();
          threads.execute(
              () -> {
                try {
                  work.accept(operation, thing);
                } catch (RuntimeException e) {
                  faults.add(operation.id() + ": " + e);
                } finally {
                  room.release();
                }
              });
        }
      }
    }
  }

  /** Whoever may not is refused, and as if nothing were there. */
  private void refused(Operation operation, Thing thing) {
    for (Caller caller : callers) {
      if (caller.may(operation.who(), thing)) continue;
      long began = System.nanoTime();
      HttpResponse<String> real = ask(caller, operation, thing.path(), body(operation, thing));
      long took = System.nanoTime() - began;
      asked.incrementAndGet();
      String what =
          "%s by %s: %d %s".formatted(operation.id(), caller.name(), real.statusCode(), code(real));
      if (real.statusCode() / 100 == 2) unexpected.add(what);
      if (real.statusCode() == 400) unreached.add(what);
      if (thing.path().isEmpty() || thing.isPublic()) continue;
      if (caller.isEntitled(thing.community(), thing.person())) continue;
      if (isKnown(caller, thing)) continue;
      Map<String, String> absent = thing.absent();
      began = System.nanoTime();
      HttpResponse<String> none = ask(caller, operation, absent, body(operation, thing));
      times.add(new double[] {took / 1e6, (System.nanoTime() - began) / 1e6});
      compared.incrementAndGet();
      String one = told(real, thing.path());
      String other = told(none, absent);
      if (!one.equals(other))
        unlike.add(what + " | absent: " + none.statusCode() + " " + code(none));
    }
  }

  /** Whether they may read it, at its own place or at one below. */
  private boolean isKnown(Caller caller, Thing thing) {
    String key = caller.name() + " " + thing.path();
    Boolean told = known.get(key);
    if (told != null) return told;
    List<String> names = List.copyOf(thing.path().keySet());
    boolean found = false;
    for (Operation operation : operations) {
      if (!operation.isRead() || !operation.parameters().equals(names)) continue;
      if (ask(caller, operation, thing.path(), null).statusCode() / 100 == 2) found = true;
      if (found) break;
    }
    known.put(key, found);
    return found;
  }

  /** A body with more than the contract knows is refused by whoever reads it. */
  private void withMore(Operation operation, Thing thing) {
    ObjectNode body = body(operation, thing);
    if (body == null) return;
    ObjectNode more = object(MORE.formatted(UUID.randomUUID()));
    for (Caller caller : callers) {
      if (caller.isStranger() || !caller.may(operation.who(), thing)) continue;
      for (String name : (Iterable<String>) more::fieldNames) {
        if (body.has(name)) continue;
        ObjectNode with = body.deepCopy();
        with.set(name, more.get(name));
        HttpResponse<String> answer = ask(caller, operation, thing.path(), with);
        asked.incrementAndGet();
        if (answer.statusCode() / 100 == 2) taken.add(operation.id() + " takes " + name);
      }
      return; // one who may is enough
    }
  }

  /** Whatever is answered names no row of a community or person that is not the reader's. */
  private void reads(Operation operation, Thing thing, Map<String, Books.Owner> owned) {
    if (!operation.isRead()) return;
    Set<String> own = new HashSet<>(thing.path().values());
    for (Caller caller : callers) {
      HttpResponse<String> answer = ask(caller, operation, thing.path(), null);
      read.incrementAndGet();
      if (answer.statusCode() / 100 != 2) continue;
      ID.matcher(answer.body())
          .results()
          .map(found -> found.group())
          .distinct()
          .filter(id -> !own.contains(id))
          .forEach(
              id -> {
                Books.Owner owner = owned.get(id);
                if (owner == null || TOLD.contains(owner.table())) return;
                // Who looked is a community's row, and told to whom they looked at.
                if (operation.id().equals("listLooks") && owner.table().equals("audit_log")) return;
                // What happened to one's own application or claim is told to its person.
                boolean ownThing = !caller.isStranger() && thing.person().equals(caller.person());
                if (ownThing && owner.community().equals(thing.community())) return;
                if (caller.isEntitled(owner.community(), owner.person())) return;
                leaks.add(
                    "%s tells %s of a row of %s"
                        .formatted(operation.id(), caller.name(), owner.table()));
              });
    }
  }

  /** What was removed answers as what never was, to its owner, too. */
  private void gone(Operation operation, Thing thing) {
    if (!operation.method().equals("DELETE") || !operation.path().endsWith("}")) return;
    boolean done = false;
    for (Caller caller : callers) {
      if (caller.isStranger() || !caller.may(operation.who(), thing)) continue;
      if (ask(caller, operation, thing.path(), body(operation, thing)).statusCode() / 100 == 2) {
        done = true;
        break;
      }
    }
    if (!done) return;
    removed.add(operation.id());
    List<String> names = operation.parameters();
    for (Operation other : operations) {
      if (!other.parameters().equals(names)) continue;
      for (Caller caller : callers) {
        Map<String, String> absent = thing.absent();
        HttpResponse<String> real = ask(caller, other, thing.path(), body(other, thing));
        HttpResponse<String> none = ask(caller, other, absent, body(other, thing));
        if (!told(real, thing.path()).equals(told(none, absent))) {
          stillThere.add(
              "%s after %s by %s: %d, absent: %d"
                  .formatted(
                      other.id(),
                      operation.id(),
                      caller.name(),
                      real.statusCode(),
                      none.statusCode()));
        }
      }
    }
  }

  /** The contract's example, with a group of the thing's community where it names one. */
  private @Nullable ObjectNode body(Operation operation, Thing thing) {
    ObjectNode body = operation.body();
    String group = groups.get(thing.community());
    if (body != null && group != null && body.has("groupId")) body.put("groupId", group);
    return body;
  }

  private HttpResponse<String> ask(
      Caller caller, Operation operation, Map<String, String> path, @Nullable ObjectNode body) {
    try {
      HttpResponse<String> answer = caller.somebody().ask(operation.about(address, path, body));
      if (answer.statusCode() >= 500) {
        faults.add(operation.id() + " by " + caller.name() + ": " + answer.body());
      }
      return answer;
    } catch (Exception e) {
      throw new IllegalStateException(operation.id() + " by " + caller.name(), e);
    }
  }

  /** An answer without what is another each time, and without the ids that were asked about. */
  private static String told(HttpResponse<String> answer, Map<String, String> path) {
    Map<String, List<String>> headers = new TreeMap<>(answer.headers().map());
    headers.keySet().removeAll(Set.of("date", "x-request-id", "content-length"));
    String body = answer.body();
    try {
      if (JSON.readTree(body) instanceof ObjectNode object) {
        object.remove("requestId");
        body = object.toString();
      }
    } catch (JsonProcessingException e) {
      // no JSON, so as it is
    }
    for (String id : path.values()) body = body.replace(id, "#");
    return answer.statusCode() + " " + headers + " " + body;
  }

  private static String code(HttpResponse<String> answer) {
    try {
      return JSON.readTree(answer.body()).path("code").asText();
    } catch (JsonProcessingException e) {
      return "";
    }
  }

  private static ObjectNode object(String json) {
    try {
      return (ObjectNode) JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<String> communities(Connection database) throws SQLException {
    return Thing.of(database, List.of("communityId")).stream().map(Thing::community).toList();
  }

  private List<String> persons() {
    return callers.stream().map(Caller::person).filter(person -> !person.isEmpty()).toList();
  }

  /** The control's faults: a role nobody knows of, and a lock that is open. */
  private void breakIn(Connection database) throws SQLException {
    Caller plain =
        callers.stream().filter(c -> c.name().startsWith("plain")).findFirst().orElseThrow();
    try (Statement sql = database.createStatement()) {
      sql.execute(
          """
          insert into memberships (id, person_id, community_id, role, desk, created_at)
            select gen_random_uuid(), '%s', id, 'COORDINATOR', 'OFFICIAL', now()
            from communities where name = '西会津町';
          create policy forgotten on applications to yui_app using (true);
          """
              .formatted(plain.person()));
    }
  }

  private void tell(
      Findings findings,
      boolean control,
      Set<String> changed,
      Collection<String> open,
      Locks locks) {
    Set<String> sorts = new TreeSet<>();
    Set<String> without = new TreeSet<>();
    for (Operation operation : operations)
      (of(operation).isEmpty() ? without : sorts).add(operation.id());
    findings.figure("operations", operations.size());
    findings.figure("operationsWithAThing", sorts.size());
    findings.figure("operationsWithoutAThing", String.join(" ", without));
    findings.figure("callers", callers.size());
    findings.figure("refusalsAskedFor", asked.get());
    findings.figure("comparedWithAbsent", compared.get());
    findings.figure("answersRead", read.get());
    findings.figure("removed", String.join(" ", removed));
    findings.figure("tableTries", locks.tried());
    timing(findings);
    show("refused for its input, so its rights were not asked", unreached);
    for (Collection<String> one :
        List.of(unexpected, unlike, taken, leaks, stillThere, faults, open, changed)) {
      show("  ", one);
    }
    // Nothing removed, and nothing was asked of what is gone.
    if (removed.isEmpty()) throw new IllegalStateException("nothing could be removed");
    findings.figure("unexpected", unexpected.size());
    findings.figure("openTables", open.size());
    findings.promise(UNEXPECTED, unexpected.isEmpty());
    findings.promise(OPEN, open.isEmpty());
    // What the control's intruder may do counts as many sorts of fault.
    if (control) return;
    findings.promise("others' and absent things are told alike", unlike.isEmpty());
    findings.promise("every refusal was one for want of rights", unreached.isEmpty());
    findings.promise("no field more than the contract's is taken", taken.isEmpty());
    findings.promise("nothing changed by all that", changed.isEmpty());
    findings.promise("no answer names a row that is not the reader's", leaks.isEmpty());
    findings.promise("what is removed is as if it never was", stillThere.isEmpty());
    findings.promise("no answer is a fault", faults.isEmpty());
  }

  private void timing(Findings findings) {
    if (times.isEmpty()) return;
    double[] real = times.stream().mapToDouble(pair -> pair[0]).sorted().toArray();
    double[] none = times.stream().mapToDouble(pair -> pair[1]).sorted().toArray();
    long longer = times.stream().filter(pair -> pair[0] > pair[1]).count();
    findings.figure("othersMillisP50", Math.round(100 * real[real.length / 2]) / 100.0);
    findings.figure("absentMillisP50", Math.round(100 * none[none.length / 2]) / 100.0);
    findings.figure("othersTookLongerPercent", Math.round(1000.0 * longer / times.size()) / 10.0);
  }

  private static void show(String what, Collection<String> lines) {
    lines.stream().limit(40).forEach(line -> say("%s: %s", what, line));
    if (lines.size() > 40) say("%s: … %d in all", what, lines.size());
  }
}
