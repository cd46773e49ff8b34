package yui.mail;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import yui.core.Spoken;

/**
 * What a letter is about, with the values its words need: those it must have and those it may have.
 *
 * <p>{@code when}, {@code thanks} and {@code earned} may have several lines. {@code confirmBy} is a
 * {@link Spoken#deadline}, {@code url} an absolute address, {@code office} the desk's name and
 * number, {@code message} and {@code reason} what a person wrote.
 */
public enum Kind {
  /** To whoever asked to log in; {@code code} is shown as 1234-5678. */
  LOGIN_CODE("code minutes", "url"),
  /** To whoever settles money: somebody logged in as them on a device that never did. */
  NEW_DEVICE("name when device network url", "office"),
  /** To whoever can show a second factor from now on; {@code factor} names it. */
  FACTOR_ADDED("name when factor url", "office"),
  /** To whose second factor they, or somebody as them, took away; {@code factor} names it. */
  FACTOR_REMOVED("name when factor url", "office"),
  /** To whoever has ten new spare codes; those before work no longer. */
  SPARE_CODES_MADE("name when url", "office"),
  /** To whose second factor somebody took away, at a desk or themselves. */
  FACTOR_RESET("name when by url", "office"),
  /** To whoever asked that what is kept of them goes; {@code when} it does. */
  ERASURE_ASKED("name when url", "office"),
  /** To whoever asked for that and whose time is over: what must end first; several lines. */
  ERASURE_KEPT("name keeping url", "office"),
  /** To a resident whom a host would like to see. */
  INVITATION("name group task when place url", "thanks travel message office"),
  /** To a host. */
  APPLICATION_RECEIVED("name applicant task heads when url", "message office"),
  /** To an applicant, who must answer in time. */
  SELECTED("name group task when place confirmBy url", "message office"),
  /** To an applicant; {@code url} leads to other tasks. */
  DECLINED("name group task when url", "message office"),
  /** To a host. */
  CONFIRMED("name applicant task heads when url", "office"),
  /** To a host. */
  WITHDRAWN("name applicant task heads when url", "reason office"),
  /** To the next on the waiting list, who must answer in time. */
  OFFERED("name group task when place confirmBy url", "office"),
  /** To somebody chosen whom the host's side cannot have after all. */
  TAKEN_BACK("name group task when url", "reason office"),
  /** To somebody chosen who did not answer in time. */
  EXPIRED("name group task when url", "office"),
  /** To everybody who would have come; {@code url} leads to other tasks. */
  CANCELLED("name group task when", "reason url office"),
  /** To everybody who would have come; {@code when} is the new time. */
  POSTPONED("name group task when url", "formerly reason office"),
  /** The day before. */
  REMINDER("name task when meet url", "cannot bring onCall phone office"),
  /** A week before. */
  REMINDER_WEEK("name task when meet url", "cannot bring onCall phone office"),
  /** On the morning. */
  REMINDER_MORNING("name task when meet url", "cannot bring onCall phone office"),
  /** To an applicant whom nobody answered before the day. */
  LAPSED("name group task when url", "office"),
  /** To somebody who withdrew; {@code companions} would have come along. */
  WITHDRAWAL_KEPT("name group task when url", "companions office"),
  /**
   * To somebody who withdrew and comes after all; {@code confirmBy} where they have not said yes.
   */
  WITHDRAWAL_UNDONE("name group task when url", "companions confirmBy office"),
  /** To a host. */
  COMES_AFTER_ALL("name applicant task heads when url", "office"),
  /** To a host, and where it presses to the desk. */
  UNANSWERED("name task waiting since when url", "office"),
  /** To everybody who comes: it depends on the weather, and when it is decided. */
  WEATHER_HOLD("name group task when decideAt decider url", "message office"),
  /** To everybody who comes: it takes place. */
  WEATHER_GO("name group task when url", "message office"),
  /** To the hosts and the desk: the time to decide about the weather has passed in silence. */
  WEATHER_DUE("name task when decider url", "office"),
  /** To who told a problem: the desk's words. */
  NEED_ANSWERED("name community need message url", "office"),
  /** To who told a problem that nothing comes of, with the reason. */
  NEED_SET_ASIDE("name community need message url", "office"),
  /** To who told a problem that work is posted for. */
  NEED_TASKED("name community need task url", "office"),
  /** To the desk: a host has written a task that it reads before it opens. */
  TASK_SUBMITTED("name group task url", "when office"),
  /** To the hosts: the desk gives a task back, with the reason. */
  TASK_RETURNED("name group task reason url", "when office"),
  /** To the hosts: the desk has read a task, and it is open. */
  TASK_APPROVED("name group task url", "when office"),
  /** To somebody who comes: whose house it is can be read at {@code url}. */
  HOUSEHOLD_RELEASED("name group task when url", "office"),
  /** To a host, and later to the desk: nobody said who came. */
  ATTENDANCE_ASKED("name task when url", "office"),
  /** To a resident who is recorded as absent without a word. */
  ABSENCE_RECORDED("name group task when url", "note office"),
  /** To a host and the desk: what somebody recorded as absent says to it. */
  ABSENCE_ANSWERED("name applicant task when message url", "office"),
  /** To the desk: somebody reported something. */
  REPORT_RECEIVED("name community message url", "office"),
  /** To whoever reported: what came of it. */
  REPORT_CLOSED("name community message url", "office"),
  /** To the desk and the hosts, at once: something went wrong. */
  INCIDENT_TOLD("name applicant severity when message url", "task phone office"),
  /** To a resident, once the host has said what was earned. */
  THANKS_RECORDED("name group task when earned url", "note office"),
  /** To a resident: something else is proposed for what they are owed; {@code url} answers. */
  SUBSTITUTION_ASKED("name group task now instead reason confirmBy url", "office"),
  /** To a host: what the resident said to it. */
  SUBSTITUTION_ANSWERED("name applicant task now instead answer url", "office"),
  /** To a resident: what they are owed does not keep; {@code endsOn} is when it goes back. */
  PRODUCE_DUE("name group task goods until endsOn url", "place office"),
  /** To a host: nobody has come yet for what does not keep. */
  PRODUCE_DUE_HOST("name task goods until endsOn url", "office"),
  /** To a resident: it is not kept for them any more. */
  PRODUCE_EXPIRED("name group task goods until url", "office"),
  /** To a host: it is the group's again. */
  PRODUCE_EXPIRED_HOST("name applicant task goods until url", "office"),
  /** To whoever claimed travel money: how much of what was claimed is granted. */
  TRAVEL_APPROVED("name task amount claimed url", "office"),
  /** To whoever claimed travel money that the desk sends back. */
  TRAVEL_RETURNED("name task claimed reason url", "office"),
  /** To the other side of an application; {@code from} is a display name, a group or an office. */
  MESSAGE("name from task message url", "office"),
  /** To the desk that one side asks to help. */
  DESK_CALLED("name from task reason url", "office"),
  /**
   * To whoever saved a search, once a week: a title, a link and some words for each of the first
   * new tasks.
   */
  DIGEST(
      "name count url task1 link1 about1",
      "task2 link2 about2 task3 link3 about3 task4 link4 about4 task5 link5 about5 more");

  private final Set<String> required;
  private final Set<String> optional;

  Kind(String required, String optional) {
    this.required = Set.of(required.split(" "));
    this.optional = Set.of(optional.split(" "));
  }

  Set<String> required() {
    return required;
  }

  Set<String> optional() {
    return optional;
  }

  /** 0 while somebody waits at the screen for it, 2 when nobody waits for it, else 1. */
  int priority() {
    return switch (this) {
      case LOGIN_CODE -> 0;
      case DIGEST -> Outbox.MAY_WAIT;
      default -> 1;
    };
  }

  /**
   * The file of its form; the reminders share one, those that say it is over, and the desk's about
   * a task.
   */
  String template() {
    return switch (this) {
      case REMINDER_WEEK, REMINDER_MORNING -> REMINDER.key();
      case LAPSED -> EXPIRED.key();
      case TASK_SUBMITTED -> TASK_APPROVED.key();
      default -> key();
    };
  }

  /** What a person may do without, if it is of that sort. */
  Optional<Topic> topic() {
    return switch (this) {
      case INVITATION -> Optional.of(Topic.INVITATIONS);
      case REMINDER_WEEK, REMINDER_MORNING -> Optional.of(Topic.REMINDERS);
      case UNANSWERED -> Optional.of(Topic.REQUESTS);
      case DIGEST -> Optional.of(Topic.DIGESTS);
      default -> Optional.empty();
    };
  }

  /** As it is written in file names and in the words' keys. */
  String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
