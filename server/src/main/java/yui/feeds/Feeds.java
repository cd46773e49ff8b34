package yui.feeds;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import yui.applications.Applications;
import yui.calendars.Calendars;
import yui.communities.Communities;
import yui.communities.Community;
import yui.core.Caller;
import yui.core.CommunityId;
import yui.core.Lang;
import yui.core.PersonId;
import yui.core.Refusal;
import yui.db.Tx;
import yui.tasks.Board;
import yui.tasks.Task;
import yui.tasks.Tasks;
import yui.web.Words;

/** Makes the feeds, and the secret addresses of people's own. */
public final class Feeds {
  private static final int MOST_TASKS = 100;

  private final Applications applications;
  private final Tasks tasks;
  private final Board board;
  private final Communities communities;
  private final Words words;
  private final String origin;

  /**
   * @param origin where addresses begin, without a slash at its end
   */
  public Feeds(
      Applications applications,
      Tasks tasks,
      Board board,
      Communities communities,
      Words words,
      String origin) {
    this.applications = applications;
    this.tasks = tasks;
    this.board = board;
    this.communities = communities;
    this.words = words;
    this.origin = origin;
  }

  /** The address of the caller's own calendar, once they made one. */
  Optional<String> address(Tx tx, PersonId person) {
    return CalendarKeys.of(tx, person).map(this::address);
  }

  /** A new address; the one before ends. */
  String makeAddress(Tx tx, Caller caller) {
    return address(CalendarKeys.make(tx, caller));
  }

  void endAddress(Tx tx, Caller caller) {
    CalendarKeys.end(tx, caller);
  }

  /** What the owner of a secret address has agreed to. */
  String own(Tx tx, String secret) {
    CalendarKeys.Owner owner = CalendarKeys.owner(tx, secret).orElseThrow(Refusal::notFound);
    return Calendars.feed(
        words.say(owner.lang(), "feeds.own"),
        tx.asSystem(() -> applications.agenda(tx, owner.person(), owner.lang())));
  }

  /** What is open in a community, soonest first. */
  OpenTasks ofCommunity(Tx tx, CommunityId id, Lang lang, String ending) {
    Community community = communities.get(tx, id);
    List<Task> open = List.copyOf(tasks.byIds(tx, board.soonest(tx, id, MOST_TASKS)).values());
    Map<Task, String> groups = new LinkedHashMap<>();
    for (Task task : open) {
      groups.put(task, communities.group(tx, task.groupId()).orElseThrow().name());
    }
    String page = origin + lang.path() + "/communities/" + id;
    String name = words.say(lang, "feeds.community", Map.of("community", community.name(lang)));
    return new OpenTasks(name, page, page + "/tasks." + ending, origin, lang, groups, tx.now());
  }

  private String address(String secret) {
    return origin + "/calendar/" + secret + ".ics";
  }
}
