package yui;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import yui.backups.Owner;
import yui.communities.Persons;
import yui.core.Ids;

/** Who has an account and a role; lets an operator shut somebody out. Each look is kept. */
@Command(name = "users", description = "Accounts with their roles; lock, unlock, log out.")
final class UsersCommand implements Callable<Integer> {
  private static final int MOST = 200;
  private static final List<String> ROLES = List.of("ADMIN", "COORDINATOR", "HOST", "AUDITOR");

  private final Map<String, String> environment;

  @Parameters(
      arity = "0..1",
      paramLabel = "SEARCH",
      description = "A part of an address; without it, those who hold a role.")
  private @Nullable String search;

  @Option(names = "--role", description = "Only ADMIN, COORDINATOR, HOST or AUDITOR.")
  private @Nullable String role;

  @Option(
      names = "--data",
      description = "Where the embedded PostgreSQL lies (YUI_DATA, else data/serve).")
  private Path data;

  UsersCommand() {
    this(System.getenv());
  }

  UsersCommand(Map<String, String> environment) {
    this.environment = environment;
    this.data = Config.dataOfServer(environment);
  }

  private static final String LIST =
      """
      select p.email, p.locked_at is not null as locked,
          (select max(l.seen_at)::date from logins l where l.person_id = p.id) as seen,
          (select count(*) from logins l where l.person_id = p.id and l.ended_at is null
            and l.expires_at > now()) as open,
          concat_ws(', ', case when p.is_admin then 'ADMIN' end,
            (select string_agg(distinct m.role || coalesce(' ' || m.desk, '') || ' ' || c.name, ', ')
              from memberships m join communities c on c.id = m.community_id
             where m.person_id = p.id)) as roles
        from persons p
       where case when ?::text is null
            then p.is_admin or exists (select from memberships m where m.person_id = p.id)
            else strpos(p.email_folded, ?::text) > 0 end
         and (?::text is null or ?::text = 'ADMIN' and p.is_admin
           or exists (select from memberships m where m.person_id = p.id and m.role = ?::text))
       order by p.email_folded limit ?
      """;

  @Override
  public Integer call() throws Exception {
    if (role != null && !ROLES.contains(role.toUpperCase(Locale.ROOT))) {
      System.err.println(
          "yui: there is no role " + role + "; there are " + String.join(", ", ROLES));
      return 2;
    }
    return asOwner(this::list);
  }

  private int list(Connection owner) throws SQLException {
    String part = search == null ? null : Persons.folded(search);
    String wanted = role == null ? null : role.toUpperCase(Locale.ROOT);
    int found = 0;
    try (PreparedStatement statement = owner.prepareStatement(LIST)) {
      statement.setString(1, part);
      statement.setString(2, part);
      for (int i = 3; i <= 5; i++) statement.setString(i, wanted);
      statement.setInt(6, MOST);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          found++;
          String seen = rows.getString("seen");
          System.out.printf(
              "%-32s %-10s %2d open  %s%s%n",
              rows.getString("email"),
              seen == null ? "never" : seen,
              rows.getInt("open"),
              rows.getBoolean("locked") ? "LOCKED  " : "",
              rows.getString("roles"));
        }
      }
    }
    System.out.println(found == MOST ? "the first " + MOST + " only" : found + " found");
    write(owner, "users_looked_up", null);
    return 0;
  }

  @Command(name = "lock", description = "Ends every login of an address and lets it in no more.")
  int lock(@Parameters(paramLabel = "ADDRESS") String address) throws Exception {
    return asOwner(owner -> change(owner, address, "user_locked", LOCK, END));
  }

  @Command(name = "unlock", description = "Lets an address in again.")
  int unlock(@Parameters(paramLabel = "ADDRESS") String address) throws Exception {
    return asOwner(owner -> change(owner, address, "user_unlocked", UNLOCK));
  }

  @Command(name = "logout", description = "Ends every login of an address.")
  int logout(@Parameters(paramLabel = "ADDRESS") String address) throws Exception {
    return asOwner(owner -> change(owner, address, "user_logged_out", END));
  }

  private static final String FIND = "select id from persons where email_folded = ?";
  private static final String LOCK =
      "update persons set locked_at = coalesce(locked_at, now()) where id = ?";
  private static final String UNLOCK =
      "update persons set locked_at = null where id = ? and erased_at is null";
  private static final String END =
      "update logins set ended_at = now() where person_id = ? and ended_at is null";

  private int change(Connection owner, String address, String deed, String... statements)
      throws SQLException {
    UUID person = find(owner, address);
    if (person == null) {
      System.err.println("yui: nobody has the address " + address);
      return 1;
    }
    owner.setAutoCommit(false);
    for (String sql : statements) {
      try (PreparedStatement statement = owner.prepareStatement(sql)) {
        statement.setObject(1, person);
        statement.executeUpdate();
      }
    }
    write(owner, deed, person);
    owner.commit();
    System.out.println(address + ": " + deed.replace('_', ' '));
    return 0;
  }

  private static @Nullable UUID find(Connection owner, String address) throws SQLException {
    try (PreparedStatement statement = owner.prepareStatement(FIND)) {
      statement.setString(1, Persons.folded(address));
      try (ResultSet rows = statement.executeQuery()) {
        return rows.next() ? rows.getObject(1, UUID.class) : null;
      }
    }
  }

  private static final String WRITE =
      """
      insert into audit_log (id, at, deed, about)
      values (?, now(), ?, jsonb_strip_nulls(jsonb_build_object('personId', ?::text, 'by', ?::text)))
      """;

  // Nobody is logged in at a console: the machine's own account is what can be told.
  private static void write(Connection owner, String deed, @Nullable UUID person)
      throws SQLException {
    try (PreparedStatement statement = owner.prepareStatement(WRITE)) {
      statement.setObject(1, Ids.next());
      statement.setString(2, deed);
      statement.setString(3, person == null ? null : person.toString());
      statement.setString(4, "console: " + System.getProperty("user.name"));
      statement.executeUpdate();
    }
  }

  private interface Work {
    int on(Connection owner) throws SQLException;
  }

  private int asOwner(Work work) throws Exception {
    try (Installation installation = Installation.open(environment, data);
        Connection owner = Owner.connect(installation.databases().owner())) {
      Owner.seeAll(owner);
      return work.on(owner);
    }
  }
}
