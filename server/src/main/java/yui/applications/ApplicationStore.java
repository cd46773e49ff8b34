package yui.applications;

import io.vertx.sqlclient.Row;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import yui.core.CommunityId;
import yui.core.Ids;
import yui.core.PersonId;
import yui.core.Refusal;
import yui.db.Instants;
import yui.db.Tx;
import yui.tasks.SlotId;
import yui.tasks.TaskId;

/** Applications with their slots, companions and history in the database. */
final class ApplicationStore {
  private ApplicationStore() {}

  private static final String APPLICATIONS =
      """
      select id, task_id, community_id, person_id, heads, message, version, created_at
      from applications where id = any($1)
      """;
  private static final String SLOTS =
      """
      select application_id, slot_id, lower(period) as starts_at, upper(period) as ends_at, state,
        confirm_by, reason, changed_at, whole
      from application_slots where application_id = any($1)
      order by application_id, lower(period), slot_id
      """;
  private static final String COMPANIONS =
      """
      select application_id, name, age
      from companions where application_id = any($1) order by application_id, position
      """;

  static Optional<Application> find(Tx tx, ApplicationId id) {
    return read(tx, List.of(id)).stream().findFirst();
  }

  /** Those that may be seen, in the order asked for. */
  static List<Application> read(Tx tx, Collection<ApplicationId> ids) {
    if (ids.isEmpty()) return List.of();
    UUID[] wanted = ids.stream().map(ApplicationId::value).distinct().toArray(UUID[]::new);
    List<Row> found = tx.rows(APPLICATIONS, (Object) wanted);
    if (found.isEmpty()) return List.of();
    Map<UUID, List<ApplicationSlot>> slots = new HashMap<>();
    for (Row row : tx.rows(SLOTS, (Object) wanted)) {
      slots.computeIfAbsent(row.getUUID("application_id"), id -> new ArrayList<>()).add(slot(row));
    }
    Map<UUID, List<Companion>> companions = new HashMap<>();
    for (Row row : tx.rows(COMPANIONS, (Object) wanted)) {
      companions
          .computeIfAbsent(row.getUUID("application_id"), id -> new ArrayList<>())
          .add(new Companion(row.getString("name"), row.getInteger("age")));
    }
    Map<UUID, Application> applications = new HashMap<>();
    for (Row row : found) {
      UUID id = row.getUUID("id");
      applications.put(
          id,
          new Application(
              new ApplicationId(id),
              new TaskId(row.getUUID("task_id")),
              new CommunityId(row.getUUID("community_id")),
              new PersonId(row.getUUID("person_id")),
              row.getInteger("heads"),
              row.getString("message"),
              companions.getOrDefault(id, List.of()),
              slots.getOrDefault(id, List.of()),
              row.getInteger("version"),
              Instants.of(row, "created_at")));
    }
    return Arrays.stream(wanted).map(applications::get).filter(Objects::nonNull).toList();
  }

  private static final String LOCK =
      """
      select id from applications where id = any($1) order by id for update
      """;

  static void lock(Tx tx, Collection<ApplicationId> ids) {
    tx.rows(LOCK, (Object) ids.stream().map(ApplicationId::value).toArray(UUID[]::new));
  }

  private static final String ADD =
      """
      insert into applications (id, task_id, community_id, person_id, heads, message, created_at,
        changed_at)
      values ($1, $2, $3, $4, $5, $6, $7, $7)
      """;
  private static final String ADD_COMPANION =
      """
      insert into companions (application_id, community_id, position, name, age)
      values ($1, $2, $3, $4, $5::int)
      """;
  private static final String ADD_SLOT =
      """
      insert into application_slots (application_id, slot_id, community_id, person_id, heads, period,
        changed_at, whole)
      values ($1, $2, $3, $4, $5, tstzrange($6, $7), $8, $9)
      """;

  private static final String NOTE =
      """
      update applications set sheet_version = $2::int,
        sheet_read_at = case when $2::int is null then null else $3::timestamptz end, far = $4
      where id = $1
      """;

  /** Which hard parts were read, and from how far somebody comes. */
  static void note(Tx tx, ApplicationId id, @Nullable Integer sheet, boolean far) {
    tx.change(NOTE, id.value(), sheet, tx.now(), far);
  }

  private static final String KEPT =
      """
      select from applications a join slots l on l.id = $2 join tasks k on k.id = l.task_id
      where a.id = $1 and not a.far and k.far_places > 0
        and coalesce(k.apply_until, l.starts_at) > $3
        and l.capacity - k.far_places < a.heads + (
          select coalesce(sum(s.heads), 0) from application_slots s
            join applications o on o.id = s.application_id
          where s.slot_id = l.id and not o.far
            and s.state in ('SELECTED', 'OFFERED', 'CONFIRMED', 'DONE'))
      """;

  /** Whether what is free in the slot is kept for those who live farther away. */
  static boolean isKeptForTheFar(Tx tx, ApplicationId id, SlotId slot) {
    return tx.row(KEPT, id.value(), slot.value(), tx.now()).isPresent();
  }

  static void add(Tx tx, Application application) {
    UUID id = application.id().value();
    UUID community = application.communityId().value();
    UUID person = application.personId().value();
    tx.change(
        ADD,
        id,
        application.taskId().value(),
        community,
        person,
        application.heads(),
        application.message(),
        tx.now());
    int position = 1;
    for (Companion companion : application.companions()) {
      tx.change(ADD_COMPANION, id, community, position++, companion.name(), companion.age());
    }
    for (ApplicationSlot slot : application.slots()) {
      tx.change(
          ADD_SLOT,
          id,
          slot.slotId().value(),
          community,
          person,
          application.heads(),
          slot.startsAt(),
          slot.endsAt(),
          tx.now(),
          slot.whole());
    }
    tell(
        tx,
        application,
        application.slots(),
        Said.of("apply", Actor.resident(application.personId())));
  }

  private static final String CHANGE_SLOT =
      """
      update application_slots set state = $3, confirm_by = $4::timestamptz, reason = $5,
        period = tstzrange($6, $7), changed_at = $8
      where application_id = $1 and slot_id = $2
      """;
  private static final String CHANGE =
      """
      update applications set live = $2, version = version + 1, changed_at = $3 where id = $1
      """;

  /** Keeps what became of some slots, with a line each in the history. */
  static Application keep(Tx tx, Application before, List<ApplicationSlot> changed, Said said) {
    Application after = before.with(changed);
    for (ApplicationSlot slot : changed) {
      tx.change(
          CHANGE_SLOT,
          before.id().value(),
          slot.slotId().value(),
          slot.state().name(),
          slot.confirmBy(),
          slot.reason(),
          slot.startsAt(),
          slot.endsAt(),
          slot.changedAt());
    }
    tx.change(CHANGE, before.id().value(), after.isLive(), tx.now());
    tell(tx, after, changed, said);
    return after;
  }

  private static final String TELL =
      """
      insert into application_events (id, application_id, community_id, slot_id, at, by_person, verb,
        state, reason, acted_as, why, standing, confirm_by)
      values ($1, $2, $3, $4, $5, $6::uuid, $7, $8, $9, $10, $11, $12::jsonb, $13::timestamptz)
      """;

  static void tell(Tx tx, Application application, List<ApplicationSlot> slots, Said said) {
    PersonId by = said.by().person();
    for (ApplicationSlot slot : slots) {
      tx.change(
          TELL,
          Ids.next(),
          application.id().value(),
          application.communityId().value(),
          slot.slotId().value(),
          tx.now(),
          by == null ? null : by.value(),
          said.verb(),
          slot.state().name(),
          said.reason(),
          said.by().as().name(),
          said.why(),
          said.standing() == null ? null : said.standing().json(),
          slot.confirmBy());
    }
  }

  private static final String EVENTS =
      """
      select e.id, e.at, e.by_person, e.acted_as, e.verb, e.slot_id, e.state, e.reason, e.why,
        e.standing
      from application_events e
      where e.application_id = $1 and ($2::timestamptz is null or (e.at, e.id) > ($2, $3::uuid))
        and ($5::timestamptz is null
          -- what was put back before its letter went, and what may still be
          or not (e.verb = 'restore' and e.acted_as is distinct from 'RESIDENT')
            and not (e.verb = 'decline' and (e.at > $5 or exists (
              select from application_events r
              where r.application_id = e.application_id and r.slot_id = e.slot_id
                and r.verb = 'restore' and r.acted_as is distinct from 'RESIDENT'
                and r.at > e.at and r.at - e.at <= $6::int * interval '1 minute'))))
      order by e.at, e.id limit $4
      """;

  /**
   * What happened to an application, oldest first, after a place in that order.
   *
   * @param told whether only what its applicant has been told
   */
  static List<Row> events(Tx tx, ApplicationId id, @Nullable Place after, int most, boolean told) {
    return tx.rows(
        EVENTS,
        id.value(),
        after == null ? null : after.at(),
        after == null ? null : after.id(),
        most,
        told ? tx.now().minus(Correspondence.HELD) : null,
        (int) Correspondence.HELD.toMinutes());
  }

  private static final String ALL_EVENTS =
      """
      select e.application_id, e.id, e.at, e.by_person, e.acted_as, e.verb, e.slot_id, e.state,
        e.reason, e.why, e.standing
      from application_events e where e.application_id = any($1)
      order by e.at, e.id
      """;

  /** What happened to each of these, oldest first. */
  static Map<ApplicationId, List<Row>> events(Tx tx, Collection<Application> applications) {
    UUID[] ids = applications.stream().map(a -> a.id().value()).toArray(UUID[]::new);
    Map<ApplicationId, List<Row>> events = new HashMap<>();
    for (Row row : tx.rows(ALL_EVENTS, (Object) ids)) {
      events
          .computeIfAbsent(
              new ApplicationId(row.getUUID("application_id")), none -> new ArrayList<>())
          .add(row);
    }
    return events;
  }

  private static final String STATES_BEFORE =
      """
      select distinct on (slot_id) slot_id, state, confirm_by from (
        select e.slot_id, e.state, e.confirm_by, e.at, e.id,
          row_number() over (partition by e.slot_id order by e.at desc, e.id desc) as back
        from application_events e where e.application_id = $1 and e.slot_id is not null) past
      where back > 1 order by slot_id, back
      """;

  /** How each slot stood before what happened to it last. */
  static Map<SlotId, Before> statesBefore(Tx tx, ApplicationId id) {
    Map<SlotId, Before> before = new HashMap<>();
    for (Row row : tx.rows(STATES_BEFORE, id.value())) {
      before.put(
          new SlotId(row.getUUID("slot_id")),
          new Before(
              ApplicationState.valueOf(row.getString("state")), Instants.maybe(row, "confirm_by")));
    }
    return before;
  }

  /**
   * How a slot stood.
   *
   * @param confirmBy until when an answer was asked for, where one was
   */
  record Before(ApplicationState state, @Nullable Instant confirmBy) {}

  private static final String EVER_OF =
      """
      select a.id from applications a where a.task_id = $1 and a.person_id = $2
      """;

  static List<ApplicationId> everOf(Tx tx, TaskId task, PersonId person) {
    return ids(tx, EVER_OF, task.value(), person.value());
  }

  private static final String ARRANGE =
      """
      update application_slots s
      set wait_place = nullif(coalesce(array_position($2::uuid[], s.application_id), 0), 0)
      from applications a
      where a.id = s.application_id and a.task_id = $1 and s.state = 'WAITLISTED'
      """;

  /** Numbers those on the waiting list as named; whoever is not named has no number. */
  static void arrange(Tx tx, TaskId task, List<ApplicationId> order) {
    tx.change(ARRANGE, task.value(), order.stream().map(ApplicationId::value).toArray(UUID[]::new));
  }

  private static final String WAIT_PLACES =
      """
      select s.application_id, min(s.wait_place) as place from application_slots s
        join applications a on a.id = s.application_id
      where a.task_id = $1 and s.state = 'WAITLISTED' and s.wait_place is not null
      group by s.application_id
      """;

  static Map<ApplicationId, Integer> waitPlaces(Tx tx, TaskId task) {
    Map<ApplicationId, Integer> places = new HashMap<>();
    for (Row row : tx.rows(WAIT_PLACES, task.value())) {
      places.put(new ApplicationId(row.getUUID("application_id")), row.getInteger("place"));
    }
    return places;
  }

  private static final String COMPANIONS_OF =
      """
      select c.name, (array_agg(c.age order by a.created_at desc))[1] as age,
        max(a.created_at) as last,
        max(a.created_at) = (select max(m.created_at) from applications m where m.person_id = $1)
          as lately
      from companions c join applications a on a.id = c.application_id
      where a.person_id = $1
      group by c.name order by max(a.created_at) desc, min(c.position), c.name limit $2
      """;

  /** Who came along with somebody before, the latest first. */
  static List<Known> companionsOf(Tx tx, PersonId person, int most) {
    return tx.list(
        COMPANIONS_OF,
        row ->
            new Known(
                new Companion(row.getString("name"), row.getInteger("age")),
                row.getBoolean("lately")),
        person.value(),
        most);
  }

  /**
   * A companion of before.
   *
   * @param lately whether they came along the last time
   */
  record Known(Companion companion, boolean lately) {}

  private static final String OF_TASK =
      """
      select a.id from applications a
      where a.task_id = $1
        and ($2::text is null or coalesce((select s.state from application_slots s
          where s.application_id = a.id order by array_position($3, s.state) limit 1), 'APPLIED') = $2)
        and ($4::timestamptz is null or (a.created_at, a.id) > ($4, $5::uuid))
      order by a.created_at, a.id limit $6
      """;

  /** A task's applications in the order they came, after a place in that order. */
  static List<ApplicationId> ofTask(
      Tx tx, TaskId task, @Nullable ApplicationState state, @Nullable Place after, int most) {
    return ids(
        tx,
        OF_TASK,
        task.value(),
        state == null ? null : state.name(),
        ApplicationState.IN_ORDER,
        after == null ? null : after.at(),
        after == null ? null : after.id(),
        most);
  }

  private static final String OF_PERSON =
      """
      select a.id from applications a
      where a.person_id = $1
        and ($2::text is null or coalesce((select s.state from (
            select case when s.state <> 'DECLINED' or s.changed_at <= $7 then s.state
              else coalesce((select e.state from application_events e
                where e.application_id = a.id and e.slot_id = s.slot_id
                order by e.at desc, e.id desc offset 1 limit 1), 'APPLIED') end as state
            from application_slots s where s.application_id = a.id) s
          order by array_position($3, s.state) limit 1), 'APPLIED') = $2)
        and ($4::timestamptz is null or (a.created_at, a.id) < ($4, $5::uuid))
      order by a.created_at desc, a.id desc limit $6
      """;

  /** A person's applications as they know them, newest first: see {@link Told}. */
  static List<ApplicationId> ofPerson(
      Tx tx, PersonId person, @Nullable ApplicationState state, @Nullable Place after, int most) {
    return ids(
        tx,
        OF_PERSON,
        person.value(),
        state == null ? null : state.name(),
        ApplicationState.IN_ORDER,
        after == null ? null : after.at(),
        after == null ? null : after.id(),
        most,
        tx.now().minus(Correspondence.HELD));
  }

  /** A place in a list ordered by age. */
  record Place(Instant at, UUID id) {
    static Place of(String words) {
      int bar = words.indexOf('|');
      if (bar < 0) throw Refusal.invalid("#/query/cursor", "cursor_unknown");
      try {
        return new Place(
            Instant.parse(words.substring(0, bar)), UUID.fromString(words.substring(bar + 1)));
      } catch (IllegalArgumentException | DateTimeException e) {
        throw Refusal.invalid("#/query/cursor", "cursor_unknown");
      }
    }

    static String words(Application application) {
      return application.appliedAt() + "|" + application.id();
    }
  }

  private static final String LIVE_OF_TASK =
      """
      select a.id from applications a where a.task_id = $1 and a.live order by a.id
      """;

  static List<ApplicationId> liveOfTask(Tx tx, TaskId task) {
    return ids(tx, LIVE_OF_TASK, task.value());
  }

  private static final String LIVE_OF =
      """
      select a.id from applications a where a.task_id = $1 and a.person_id = $2 and a.live
      """;

  static Optional<ApplicationId> liveOf(Tx tx, TaskId task, PersonId person) {
    return ids(tx, LIVE_OF, task.value(), person.value()).stream().findFirst();
  }

  private static final String WAITING =
      """
      select s.application_id as id, s.heads, coalesce(s.wait_place, 0) as place
      from application_slots s
      where s.slot_id = $1 and s.state = 'WAITLISTED'
      order by s.wait_place nulls last, s.changed_at, s.application_id
      """;

  /** The waiting list of a slot: first whom the host put in order, then as they came. */
  static List<Waiting> waiting(Tx tx, SlotId slot) {
    return tx.list(
        WAITING,
        row ->
            new Waiting(
                new ApplicationId(row.getUUID("id")),
                row.getInteger("heads"),
                row.getInteger("place")),
        slot.value());
  }

  /**
   * One on a waiting list.
   *
   * @param place where the host put them, 0 for nowhere
   */
  record Waiting(ApplicationId id, int heads, int place) {}

  private static final String SILENT =
      """
      (select s.application_id as id from application_slots s
        where s.state in ('SELECTED', 'OFFERED') and s.confirm_by <= $1 limit $2)
      union
      (select s.application_id as id from application_slots s
        where s.state in ('APPLIED', 'WAITLISTED') and lower(s.period) <= $1 limit $2)
      """;

  /** Who did not answer in time, or was not answered before the slot began. */
  static List<ApplicationId> silent(Tx tx, Instant now, int most) {
    return ids(tx, SILENT, now, most);
  }

  private static final String COMING_OF =
      """
      select s.application_id as id from application_slots s
      where s.person_id = $1 and s.state = 'CONFIRMED' and upper(s.period) > $2
      order by lower(s.period)
      """;

  static List<ApplicationId> comingOf(Tx tx, PersonId person, Instant now) {
    return ids(tx, COMING_OF, person.value(), now).stream().distinct().toList();
  }

  private static final String AGENDA_OF =
      """
      select s.application_id as id from application_slots s
      where s.person_id = $1 and s.state not in ('APPLIED', 'WAITLISTED', 'DECLINED')
        and upper(s.period) > $2
      order by lower(s.period)
      """;

  /** Whose slots that they were chosen for end after a moment. */
  static List<ApplicationId> agendaOf(Tx tx, PersonId person, Instant since) {
    return ids(tx, AGENDA_OF, person.value(), since).stream().distinct().toList();
  }

  private static final String TO_ANSWER =
      """
      select s.application_id as id from application_slots s
      where s.person_id = $1 and s.state in ('SELECTED', 'OFFERED')
      order by s.confirm_by
      """;

  static List<ApplicationId> toAnswer(Tx tx, PersonId person) {
    return ids(tx, TO_ANSWER, person.value()).stream().distinct().toList();
  }

  private static final String ENGAGED =
      """
      select exists (select from application_slots s
        where s.person_id = $1 and s.state = any($2) and s.period && tstzrange($3, $4)
          and not s.whole
          and not (s.application_id = $5 and s.slot_id = any($6))) as engaged
      """;

  /** Whether a person is engaged at that time elsewhere than in these slots of this application. */
  static boolean engaged(
      Tx tx,
      PersonId person,
      Collection<ApplicationState> states,
      Instant from,
      Instant to,
      ApplicationId but,
      Collection<SlotId> slots) {
    return tx.row(
            ENGAGED,
            person.value(),
            states.stream().map(Enum::name).toArray(String[]::new),
            from,
            to,
            but.value(),
            slots.stream().map(SlotId::value).toArray(UUID[]::new))
        .orElseThrow()
        .getBoolean("engaged");
  }

  private static final String CLASHES =
      """
      select k.title, s.state, lower(s.period) as starts_at, upper(s.period) as ends_at
      from application_slots s join applications a on a.id = s.application_id
        join tasks k on k.id = a.task_id
      where s.person_id = $1 and s.period && tstzrange($2, $3) and not s.whole
        and s.state in ('APPLIED', 'WAITLISTED', 'OFFERED', 'SELECTED', 'CONFIRMED')
        and ($4::uuid is null or s.application_id <> $4)
      order by array_position(array['CONFIRMED', 'SELECTED', 'OFFERED', 'WAITLISTED', 'APPLIED'],
        s.state), lower(s.period) limit 5
      """;

  /** What else a person asked for, or has, at that time, in whichever community. */
  static List<Clash> clashes(
      Tx tx, PersonId person, Instant from, Instant to, @Nullable ApplicationId but) {
    return tx.list(
        CLASHES,
        row ->
            new Clash(
                row.getString("title"),
                ApplicationState.valueOf(row.getString("state")),
                Instants.of(row, "starts_at"),
                Instants.of(row, "ends_at")),
        person.value(),
        from,
        to,
        but == null ? null : but.value());
  }

  /** Something else at the same time. */
  record Clash(String title, ApplicationState state, Instant from, Instant to) {}

  private static final String PRESENCE =
      """
      select application_id, slot_id, state, present, checked_in_at
      from attendance_facts where application_id = any($1)
      """;

  /** What the attendance room knows of each slot of these applications. */
  static Map<ApplicationId, Map<SlotId, Presence>> presence(
      Tx tx, Collection<ApplicationId> applications) {
    Map<ApplicationId, Map<SlotId, Presence>> presence = new HashMap<>();
    UUID[] ids = applications.stream().map(ApplicationId::value).toArray(UUID[]::new);
    for (Row row : tx.rows(PRESENCE, (Object) ids)) {
      presence
          .computeIfAbsent(new ApplicationId(row.getUUID("application_id")), id -> new HashMap<>())
          .put(
              new SlotId(row.getUUID("slot_id")),
              new Presence(
                  row.getString("state"),
                  row.getInteger("present"),
                  Instants.maybe(row, "checked_in_at")));
    }
    return presence;
  }

  /** What is known of somebody's presence in a slot. */
  record Presence(String state, @Nullable Integer present, @Nullable Instant checkedInAt) {
    static final Presence UNKNOWN = new Presence("UNRECORDED", null, null);
  }

  private static final String ATTENDED =
      """
      select person_id, count(*)::int as attended from attendance_facts
      where person_id = any($1) and state in ('ATTENDED', 'PARTLY') group by person_id
      """;

  /** How many slots each of these persons attended so far, everywhere; asked in system scope. */
  static Map<PersonId, Integer> attended(Tx tx, Collection<PersonId> persons) {
    Map<PersonId, Integer> attended = new HashMap<>();
    UUID[] ids = persons.stream().map(PersonId::value).distinct().toArray(UUID[]::new);
    for (Row row : tx.rows(ATTENDED, (Object) ids)) {
      attended.put(new PersonId(row.getUUID("person_id")), row.getInteger("attended"));
    }
    return attended;
  }

  private static List<ApplicationId> ids(Tx tx, String sql, @Nullable Object... arguments) {
    return tx.list(sql, row -> new ApplicationId(row.getUUID("id")), arguments);
  }

  private static ApplicationSlot slot(Row row) {
    return new ApplicationSlot(
        new SlotId(row.getUUID("slot_id")),
        Instants.of(row, "starts_at"),
        Instants.of(row, "ends_at"),
        ApplicationState.valueOf(row.getString("state")),
        Instants.maybe(row, "confirm_by"),
        row.getString("reason"),
        Instants.of(row, "changed_at"),
        row.getBoolean("whole"));
  }
}
