package yui;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import yui.communities.Communities;
import yui.communities.Group;
import yui.core.Lang;
import yui.core.Membership;
import yui.core.Role;
import yui.core.Spoken;
import yui.db.Tx;
import yui.tasks.Board;
import yui.tasks.TaskId;
import yui.tasks.TaskState;
import yui.web.Form;
import yui.web.Words;

/** A host's beginning, one for each group: three doors and what is posted. */
record HostHome(
    String group,
    String newHref,
    String applicationsHref,
    String waiting,
    String dayHref,
    String today,
    List<Item> tasks,
    boolean hasTasks,
    String needsHref,
    String owedHref,
    String pledgesHref,
    String circularHref,
    String thanksSheetHref) {

  record Item(
      TaskId id, String title, String when, TaskState state, String stateWords, String places) {}

  /** Makes it of what the board shows. */
  static final class Maker {
    private final Communities communities;
    private final Board board;
    private final Words words;

    Maker(Communities communities, Board board, Words words) {
      this.communities = communities;
      this.board = board;
      this.words = words;
    }

    List<HostHome> of(Form form, Tx tx) {
      return form.caller().memberships().stream()
          .filter(m -> m.role() == Role.HOST)
          .flatMap(m -> home(form, tx, m).stream())
          .toList();
    }

    private Optional<HostHome> home(Form form, Tx tx, Membership m) {
      if (m.communityId() == null || m.groupId() == null) return Optional.empty();
      List<Board.Posted> posted = board.posted(tx, m.communityId(), m.groupId());
      String here = form.base() + "/communities/" + m.communityId();
      Optional<Board.Posted> asking = posted.stream().filter(p -> p.waiting() > 0).findFirst();
      Optional<Board.Posted> next =
          posted.stream().filter(p -> p.startsAt() != null && p.chosen() > 0).findFirst();
      Optional<Board.Today> today = board.today(tx, m.groupId());
      int waiting = posted.stream().mapToInt(Board.Posted::waiting).sum();
      return Optional.of(
          new HostHome(
              communities.group(tx, m.groupId()).map(Group::name).orElse(""),
              here + "/tasks/new?groupId=" + m.groupId(),
              asking
                  .map(p -> form.base() + "/tasks/" + p.id() + "/applications")
                  .orElse(here + "/tasks"),
              waiting == 0 ? "" : Integer.toString(waiting),
              today
                  .map(Board.Today::id)
                  .or(() -> next.map(Board.Posted::id))
                  .map(id -> form.base() + "/tasks/" + id + "/day")
                  .orElse(here + "/tasks"),
              today(today, next, form.lang()),
              posted.stream().map(p -> item(p, form.lang())).toList(),
              !posted.isEmpty(),
              here + "/needs",
              here + "/owed",
              here + "/pledges",
              here + "/circular?groupId=" + m.groupId(),
              here + "/thanks-sheet?groupId=" + m.groupId()));
    }

    private String today(Optional<Board.Today> today, Optional<Board.Posted> next, Lang lang) {
      if (today.isPresent()) {
        return words.say(lang, "home_host.today_people", Map.of("n", today.get().heads()));
      }
      Instant starts = next.map(Board.Posted::startsAt).orElse(null);
      return starts == null
          ? words.say(lang, "home_host.no_day")
          : words.say(lang, "home_host.next_day", Map.of("day", Spoken.day(starts, lang)));
    }

    private Item item(Board.Posted p, Lang lang) {
      return new Item(
          p.id(),
          p.title(),
          p.startsAt() == null || p.endsAt() == null
              ? ""
              : Spoken.period(p.startsAt(), p.endsAt(), lang),
          p.state(),
          words.say(lang, "task.state." + p.state()),
          p.capacity() == 0
              ? ""
              : words.say(
                  lang,
                  p.slots() > 1 ? "home_host.places_in_all" : "home_host.places",
                  Map.of("capacity", p.capacity(), "chosen", p.chosen(), "n", p.slots())));
    }
  }
}
