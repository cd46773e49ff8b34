package yui.torture;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Many applicants of one task are chosen in one instant, task after task. As a control the database
 * is made to forget how many places there are.
 */
@Command(
    name = "places",
    description = "256 are chosen in one instant: as many as there are places, none twice.",
    mixinStandardHelpOptions = true)
final class PlacesTorture extends Torment {
  // Work that nobody may do alone for the first time would choose by itself.
  private static final String PREPARE =
      """
      create temp table contested as
        select t.id, row_number() over (order by t.id)::int as n
        from tasks t join communities c on c.id = t.community_id
        where t.check_in_code like 'CROWD%%' and c.name = '西会津町' limit %1$d;
      update tasks set required_skills = '[]' where id in (select id from contested);
      update slots s set capacity = (array[1, 5, 30])[1 + c.n %% 3],
          starts_at = now() + make_interval(days => 2 + c.n),
          ends_at = now() + make_interval(days => 2 + c.n, hours => 3)
        from contested c where s.task_id = c.id;
      insert into applications (id, task_id, community_id, person_id, heads, created_at, changed_at)
        select md5('places' || c.n || ' ' || i)::uuid, t.id, t.community_id,
          md5('resident' || i)::uuid, 1, now(), now()
        from contested c join tasks t on t.id = c.id, generate_series(1, %2$d) i;
      insert into application_slots (application_id, slot_id, community_id, person_id, heads, period,
          changed_at)
        select a.id, s.id, a.community_id, a.person_id, 1, tstzrange(s.starts_at, s.ends_at), now()
        from applications a join contested c on c.id = a.task_id join slots s on s.task_id = a.task_id;
      """;
  private static final String TASKS =
      """
      select s.task_id, s.capacity, array_agg(a.id::text) as applications
      from slots s join applications a on a.task_id = s.task_id
      where a.id in (select md5('places' || n || ' ' || i)::uuid
        from generate_series(1, ?) n, generate_series(1, ?) i)
      group by s.task_id, s.capacity order by s.task_id
      """;
  private static final String HELD =
      """
      select count(*) filter (where x.state in ('SELECTED', 'CONFIRMED')) as chosen, max(s.taken) as taken,
        count(distinct x.person_id) filter (where x.state in ('SELECTED', 'CONFIRMED')) as people
      from slots s join application_slots x on x.slot_id = s.id where s.task_id = ?::uuid
      """;

  @Option(names = "--tasks", defaultValue = "200", description = "Tasks (200).")
  private int tasks;

  @Option(names = "--clients", defaultValue = "256", description = "Chosen at once (256).")
  private int clients;

  private record Contested(String id, int capacity, List<String> applications) {}

  @Override
  List<String> brokenByControl() {
    return List.of("accepted = capacity in every task");
  }

  @Override
  void torment(Findings findings, boolean control) throws Exception {
    say("opening a demo town …");
    // A third of the crowd's tasks or so are in this community.
    try (DemoServer server = DemoServer.start(clients, 5 * tasks)) {
      List<Contested> all = prepare(server, control);
      Somebody desk = Somebody.as(server.address(), "desk@nishiaizu.example");
      Map<String, Integer> answers = new TreeMap<>();
      int wrong = 0;
      int twice = 0;
      long began = System.nanoTime();
      try (Connection connection = server.connect("postgres");
          PreparedStatement held = connection.prepareStatement(HELD)) {
        for (int i = 0; i < all.size(); i++) {
          Contested task = all.get(i);
          Map<String, Integer> said = chooseAll(desk, task);
          said.forEach((answer, many) -> answers.merge(answer, many, Integer::sum));
          held.setString(1, task.id());
          try (ResultSet row = held.executeQuery()) {
            row.next();
            int chosen = row.getInt("chosen");
            if (chosen != task.capacity()
                || row.getInt("taken") != chosen
                || said.getOrDefault("200", 0) != chosen) {
              wrong++;
            }
            if (row.getInt("people") != chosen) twice++;
          }
          if (i % 10 == 9) say("%d of %d tasks, %s", i + 1, all.size(), answers);
        }
      }
      findings.figure("tasks", all.size());
      findings.figure("choices", all.size() * clients);
      findings.figure(
          "choicesPerSecond", all.size() * clients / ((System.nanoTime() - began) / 1e9));
      findings.figure("answers", answers.toString());
      findings.promise("there were as many tasks as asked for", all.size() == tasks);
      findings.promise("accepted = capacity in every task", wrong == 0);
      findings.promise("nobody has two places of one", twice == 0);
      findings.promise(
          "no answer is a fault", answers.keySet().stream().noneMatch(one -> one.startsWith("5")));
    }
  }

  private List<Contested> prepare(DemoServer server, boolean control) throws Exception {
    List<Contested> all = new ArrayList<>();
    try (Connection connection = server.connect("postgres");
        Statement sql = connection.createStatement()) {
      if (control) sql.execute("alter table slots drop constraint slot_full");
      sql.execute(PREPARE.formatted(tasks, clients));
      try (PreparedStatement asked = connection.prepareStatement(TASKS)) {
        asked.setInt(1, tasks);
        asked.setInt(2, clients);
        try (ResultSet row = asked.executeQuery()) {
          while (row.next()) {
            String[] applications = (String[]) row.getArray("applications").getArray();
            all.add(new Contested(row.getString(1), row.getInt(2), List.of(applications)));
          }
        }
      }
    }
    return all;
  }

  private static Map<String, Integer> chooseAll(Somebody desk, Contested task) {
    Map<String, Integer> answers = new TreeMap<>();
    CyclicBarrier together = new CyclicBarrier(task.applications().size());
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (String application : task.applications()) {
        threads.execute(
            () -> {
              String answer = choose(desk, application, together);
              synchronized (answers) {
                answers.merge(answer, 1, Integer::sum);
              }
            });
      }
    }
    return answers;
  }

  private static String choose(Somebody desk, String application, CyclicBarrier together) {
    try {
      together.await();
      for (int tries = 0; tries < 50; tries++) {
        Somebody.Reply reply = desk.post("/applications/" + application + "/select", null);
        if (reply.status() == 200) return "200";
        if (!reply.isWorthAnotherTry() || reply.status() == 500) {
          return reply.status() + " " + reply.json().getString("code");
        }
        Thread.sleep(100);
      }
      return "never answered";
    } catch (Exception e) {
      return String.valueOf(e.getMessage());
    }
  }
}
