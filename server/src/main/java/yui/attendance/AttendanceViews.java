package yui.attendance;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import yui.applications.ApplicationId;
import yui.core.Caller;
import yui.core.Days;
import yui.core.Lang;
import yui.db.Tx;
import yui.ledger.Account;
import yui.ledger.Change;
import yui.ledger.Code;
import yui.ledger.Promised;
import yui.ledger.Purpose;
import yui.ledger.Said;
import yui.people.People;
import yui.tasks.Per;
import yui.tasks.RewardLine;
import yui.tasks.SlotId;
import yui.tasks.TaskId;
import yui.web.Words;

/** Attendance as it is answered, the ledger's part with its arithmetic in words. */
final class AttendanceViews {
  /** Checked in. */
  record CheckIn(
      ApplicationId id,
      ApplicationId applicationId,
      SlotId slotId,
      TaskId taskId,
      String taskTitle,
      OffsetDateTime checkedInAt) {}

  /** What is known, and what the ledger records. */
  record Sheet(
      ApplicationId id,
      ApplicationId applicationId,
      SlotId slotId,
      AttendanceState state,
      int present,
      List<EarnedLine> earned,
      String note,
      @Nullable OffsetDateTime checkedInAt,
      @Nullable String recordedBy,
      @Nullable OffsetDateTime recordedAt,
      @Nullable OffsetDateTime happenedAt,
      int said,
      @Nullable Told report,
      @Nullable Told answer,
      boolean preview,
      List<LedgerEffect> effects) {}

  /** Words of a named person. */
  record Told(@Nullable String by, String words, OffsetDateTime at) {}

  /** One transfer that is, or would be, recorded. */
  record LedgerEffect(
      String code,
      @Nullable Integer line,
      String unit,
      long amount,
      String from,
      String to,
      String detail) {}

  private final People people;
  private final Words words;

  AttendanceViews(People people, Words words) {
    this.people = people;
    this.words = words;
  }

  CheckIn of(Attendances.CheckedIn there) {
    ApplicationId id = there.application().id();
    return new CheckIn(
        id,
        id,
        there.attendance().slotId(),
        there.task().id(),
        there.task().title(),
        Objects.requireNonNull(Days.maybeAt(there.attendance().checkedInAt())));
  }

  /** Hours as told and confirmed. */
  record WorkedHours(
      ApplicationId id,
      ApplicationId applicationId,
      SlotId slotId,
      int minutes,
      String note,
      String toldBy,
      OffsetDateTime toldAt,
      @Nullable Integer confirmed,
      @Nullable String confirmedBy,
      @Nullable OffsetDateTime confirmedAt) {}

  WorkedHours of(Tx tx, Hours.Worked worked) {
    return new WorkedHours(
        worked.applicationId(),
        worked.applicationId(),
        worked.slotId(),
        worked.minutes(),
        worked.note(),
        people.contact(tx, worked.toldBy()).name(),
        Days.at(worked.toldAt()),
        worked.confirmed(),
        worked.confirmedBy() == null ? null : people.contact(tx, worked.confirmedBy()).name(),
        Days.maybeAt(worked.confirmedAt()));
  }

  /** What is known, with nothing for the ledger. */
  Sheet of(Tx tx, Attendance attendance) {
    return sheet(tx, attendance, attendance.said(), false, List.of());
  }

  Sheet of(Tx tx, Caller caller, Attendances.Recorded recorded, boolean preview) {
    Attendance attendance = recorded.attendance();
    Said said = new Said(tx, words, caller.lang());
    return sheet(
        tx,
        attendance,
        preview ? recorded.before().said() : attendance.said(),
        preview,
        recorded.effects().stream()
            .map(effect -> effect(recorded, effect, said, caller.lang()))
            .toList());
  }

  private Sheet sheet(
      Tx tx, Attendance attendance, int said, boolean preview, List<LedgerEffect> effects) {
    @Nullable String by =
        preview || attendance.recordedBy() == null
            ? null
            : people.contact(tx, attendance.recordedBy()).name();
    return new Sheet(
        attendance.applicationId(),
        attendance.applicationId(),
        attendance.slotId(),
        attendance.state(),
        Objects.requireNonNullElse(attendance.present(), 0),
        attendance.earned(),
        attendance.note(),
        Days.maybeAt(attendance.checkedInAt()),
        by,
        preview ? null : Days.maybeAt(attendance.recordedAt()),
        preview ? null : Days.maybeAt(attendance.happenedAt()),
        said,
        told(tx, attendance.report()),
        told(tx, attendance.answer()),
        preview,
        effects);
  }

  private @Nullable Told told(Tx tx, Attendance.@Nullable Told told) {
    if (told == null) return null;
    return new Told(
        told.by() == null ? null : people.contact(tx, told.by()).name(),
        told.words(),
        Days.at(told.at()));
  }

  private LedgerEffect effect(
      Attendances.Recorded recorded, Attendances.Effect effect, Said said, Lang lang) {
    Change change = effect.change();
    Promised promised = effect.promised();
    boolean back = change.code() == Code.CORRECT && change.change() < 0;
    String payer = promised.payer().name();
    String owed = Account.owed(promised.personId()).name();
    return new LedgerEffect(
        change.code().name().toLowerCase(Locale.ROOT),
        promised.about().line(),
        change.unit(),
        amount(change),
        back ? owed : payer,
        back ? payer : owed,
        detail(recorded, effect, said, lang));
  }

  /** How much the transfer moves. */
  static long amount(Change change) {
    return switch (change.code()) {
      case VOID -> change.promised();
      case CORRECT -> Math.abs(change.change());
      default -> change.earned();
    };
  }

  /** In words, with the arithmetic: nobody is rounded by a rule they cannot see. */
  String detail(Attendances.Recorded recorded, Attendances.Effect effect, Said said, Lang lang) {
    Change change = effect.change();
    String unit = change.unit();
    String amount = said.amount(unit, amount(change));
    String earned = earned(recorded, effect, said, lang);
    String words =
        switch (change.code()) {
          case VOID -> this.words.say(lang, "effect.void", Map.of("amount", amount));
          case CORRECT ->
              this.words.say(
                  lang,
                  change.change() < 0 ? "effect.less" : "effect.more",
                  Map.of(
                      "amount",
                      amount,
                      "before",
                      said.amount(unit, change.earned() - change.change()),
                      "after",
                      earned));
          default ->
              change.earned() < change.promised()
                  ? this.words.say(
                      lang,
                      "effect.part",
                      Map.of("earned", earned, "promised", said.amount(unit, change.promised())))
                  : earned;
        };
    return change.purpose() == Purpose.TRAVEL
        ? this.words.say(lang, "effect.travel", Map.of("amount", words))
        : words;
  }

  private String earned(
      Attendances.Recorded recorded, Attendances.Effect effect, Said said, Lang lang) {
    Change change = effect.change();
    String whole = said.amount(change.unit(), change.earned());
    int heads = recorded.application().heads();
    int present = Objects.requireNonNullElse(recorded.attendance().present(), 0);
    @Nullable Integer line = effect.promised().about().line();
    boolean perHead =
        line == null
            || recorded.task().reward(line).map(RewardLine::per).orElse(Per.PARTY) == Per.PERSON;
    long each = change.promised() / heads;
    if (!perHead || heads == 1 || present == 0 || each * present != change.earned()) return whole;
    return words.say(
        lang,
        "effect.heads",
        Map.of("each", said.amount(change.unit(), each), "present", present, "amount", whole));
  }
}
