package yui.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RemindersTest {
  private final PostOffice office = new PostOffice();
  private final List<LocalDate> asked = new ArrayList<>();
  private final Reminders reminders =
      new Reminders(office.database, office.clock::get, (tx, day) -> asked.add(day));

  @AfterEach
  void close() {
    office.close();
  }

  @Test
  void look_throughADay_asksOnceAnHourFromEight() {
    for (String time : List.of("07:59:59", "08:00:00", "08:30:00", "09:00:01", "23:59:59")) {
      at("2026-12-04T" + time + "+09:00");
      reminders.look();
    }
    LocalDate saturday = LocalDate.of(2026, 12, 5);
    assertEquals(List.of(saturday, saturday, saturday), asked);

    at("2026-12-05T00:00:00+09:00");
    reminders.look();
    assertEquals(3, asked.size());
    at("2026-12-05T08:00:00+09:00");
    reminders.look();
    assertEquals(LocalDate.of(2026, 12, 6), asked.getLast());
  }

  @Test
  void look_askingFailed_asksAgainAtTheNextLook() {
    List<LocalDate> tries = new ArrayList<>();
    Reminders failing =
        new Reminders(
            office.database,
            office.clock::get,
            (tx, day) -> {
              tries.add(day);
              if (tries.size() == 1) throw new IllegalStateException("not now");
            });
    at("2026-12-04T10:00:00+09:00");

    assertThrows(IllegalStateException.class, failing::look);
    failing.look();
    failing.look();

    assertEquals(2, tries.size());
  }

  @Test
  void look_sameCauseEveryHour_remindsOnce() {
    Reminders everyHour =
        new Reminders(
            office.database,
            office.clock::get,
            (tx, day) ->
                office.outbox.put(
                    tx, PostOffice.letter(Kind.REMINDER, "mika@tokyo.example", "slot:" + day)));
    at("2026-12-04T10:00:00+09:00");
    for (int hour = 0; hour < 5; hour++) {
      everyHour.look();
      office.pass(Duration.ofHours(1));
    }
    assertEquals(1, office.rows("select 1 from outbox").size());
  }

  private void at(String time) {
    office.clock.set(OffsetDateTime.parse(time).toInstant());
  }
}
