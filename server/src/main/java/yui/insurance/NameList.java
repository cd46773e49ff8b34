package yui.insurance;

import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import yui.communities.Insurance;
import yui.core.Days;
import yui.core.PersonId;
import yui.core.Sha256;
import yui.tasks.Slot;
import yui.tasks.Task;

/**
 * The people of one slot for whoever insures them.
 *
 * @param from the day from which the community decided its plans; null where they are as shipped
 * @param things what makes the work what it is: equipment and skills with a class of safety
 * @param sent newest first
 */
record NameList(
    Task task,
    Slot slot,
    Insurance.Choice choice,
    @Nullable LocalDate from,
    List<String> things,
    List<Named> people,
    List<Sent> sent) {

  /**
   * One of them.
   *
   * @param position 0 for whoever applied, companions from 1
   * @param age where it was asked
   */
  record Named(String name, @Nullable Integer age, int position) {}

  /** That it went out, with how many, in whose words. */
  record Sent(Instant at, PersonId by, String plan, int heads, String note, byte[] digest) {}

  /** Yen for all of them on all its days; 0 where nobody said what a day costs. */
  long premiumYen() {
    return (long) choice.plan().yenPerDay() * people.size() * days();
  }

  private long days() {
    LocalDate last = Days.of(slot.endsAt().minusNanos(1));
    return ChronoUnit.DAYS.between(Days.of(slot.startsAt()), last) + 1;
  }

  /** Whether what went out last is what stands here now. */
  boolean isSent() {
    return !sent.isEmpty() && Arrays.equals(sent.getFirst().digest(), digest());
  }

  boolean isChangedSince() {
    return !sent.isEmpty() && !isSent();
  }

  byte[] digest() {
    StringBuilder text = new StringBuilder(choice.plan().name());
    text.append('\n').append(slot.startsAt()).append('\n').append(slot.endsAt());
    for (Named one : people) {
      text.append('\n').append(one.name()).append('\t').append(one.age());
    }
    return Sha256.of(text.toString());
  }
}
