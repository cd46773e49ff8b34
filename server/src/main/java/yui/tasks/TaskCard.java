package yui.tasks;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import yui.communities.Communities;
import yui.communities.Group;
import yui.core.CommunityId;
import yui.core.Lang;
import yui.core.Spoken;
import yui.db.Tx;
import yui.engine.Piece;
import yui.web.Words;

/**
 * A task as the pages' lists show it.
 *
 * @param title in pieces, where a search has marked what it looked for
 * @param journey what coming leaves the reader, roughly; empty where nobody knows
 * @param excerpt of the description, likewise; empty where nothing is marked in it
 */
public record TaskCard(
    TaskId id,
    List<Piece> title,
    List<Piece> excerpt,
    String place,
    String when,
    String left,
    String group,
    TaskState state,
    String stateWords,
    List<ThanksLine> thanks,
    String score,
    List<String> reasons,
    boolean hasReasons,
    String journey) {

  public boolean hasExcerpt() {
    return !excerpt.isEmpty();
  }

  /** The same with marks. */
  public TaskCard marked(List<Piece> newTitle, List<Piece> newExcerpt) {
    return new TaskCard(
        id,
        newTitle,
        newExcerpt,
        place,
        when,
        left,
        group,
        state,
        stateWords,
        thanks,
        score,
        reasons,
        hasReasons,
        journey);
  }

  /** The same with what coming leaves the reader, in a line. */
  public TaskCard reached(String by) {
    return new TaskCard(
        id,
        title,
        excerpt,
        place,
        when,
        left,
        group,
        state,
        stateWords,
        thanks,
        score,
        reasons,
        hasReasons,
        by);
  }

  /** Makes cards in one language. */
  public static final class Maker {
    private final Words words;
    private final TaskWords taskWords;
    private final Communities communities;
    private final Lang lang;
    private final Map<CommunityId, Map<String, String>> items = new HashMap<>();

    public Maker(Words words, Communities communities, Lang lang) {
      this.words = words;
      this.taskWords = new TaskWords(words);
      this.communities = communities;
      this.lang = lang;
    }

    public TaskCard card(Tx tx, Task task) {
      return card(tx, task, "", List.of());
    }

    /** With how well it fits and why. */
    public TaskCard card(Tx tx, Task task, String score, List<String> reasons) {
      String group = communities.group(tx, task.groupId()).map(Group::name).orElse("");
      return card(tx, task, group, score, reasons);
    }

    /** With its group's name. */
    public TaskCard card(Tx tx, Task task, String group, String score, List<String> reasons) {
      return new TaskCard(
          task.id(),
          List.of(new Piece(task.title(), false)),
          List.of(),
          taskWords.place(task, lang),
          when(tx, task),
          left(tx, task),
          group,
          task.state(),
          task.state() == TaskState.OPEN
              ? ""
              : words.say(lang, "task.state." + task.state().name()),
          thanks(tx, task),
          score,
          reasons,
          !reasons.isEmpty(),
          "");
    }

    /** The next slot to come, and how many more there are. */
    public String when(Tx tx, Task task) {
      List<Slot> coming =
          task.slots().stream().filter(slot -> slot.endsAt().isAfter(tx.now())).toList();
      if (coming.isEmpty()) {
        return task.slots().isEmpty()
            ? words.say(lang, "task.slots_none")
            : task.slots().getLast().spoken(lang);
      }
      if (coming.getFirst().whole() && task.applyUntil() != null) {
        return words.say(lang, "task_form.apply_until")
            + " "
            + Spoken.deadline(task.applyUntil(), lang);
      }
      String next = coming.getFirst().spoken(lang);
      return coming.size() == 1
          ? next
          : next + words.say(lang, "task.more_slots", Map.of("n", coming.size() - 1));
    }

    private String left(Tx tx, Task task) {
      if (task.state() != TaskState.OPEN || task.slots().isEmpty()) return "";
      int left =
          task.slots().stream()
              .filter(slot -> !slot.isPast(tx.now()))
              .mapToInt(slot -> slot.capacity() - slot.taken())
              .sum();
      return left(left);
    }

    String left(int left) {
      return left > 0
          ? words.say(lang, "task.left", Map.of("n", left))
          : words.say(lang, "task.full");
    }

    /** The lines of thanks without travel money. */
    public List<ThanksLine> rewards(Tx tx, Task task) {
      return task.rewards().stream()
          .map(
              line ->
                  new ThanksLine(
                      line.kind().name().toLowerCase(Locale.ROOT),
                      taskWords.thanks(line, items(tx, task), lang)))
          .toList();
    }

    /** Read once for all cards of a community, and only where there is produce. */
    private Map<String, String> items(Tx tx, Task task) {
      boolean produce = task.rewards().stream().anyMatch(l -> l.kind() == RewardKind.PRODUCE);
      return produce
          ? items.computeIfAbsent(task.communityId(), id -> TaskWords.items(tx, id, lang))
          : Map.of();
    }

    /** The lines of thanks, and the travel money where there is some. */
    public List<ThanksLine> thanks(Tx tx, Task task) {
      Stream<ThanksLine> travel =
          task.travel().policy() == Travel.Policy.NONE
              ? Stream.empty()
              : Stream.of(
                  new ThanksLine(
                      "travel",
                      words.say(
                          lang,
                          "thanks.travel_line." + task.travel().policy().name(),
                          Map.of("amount", Spoken.yen(task.travel().mostYen(), lang)))));
      return Stream.concat(rewards(tx, task).stream(), travel).toList();
    }
  }
}
