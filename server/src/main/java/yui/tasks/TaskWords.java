package yui.tasks;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import yui.core.CommunityId;
import yui.core.Lang;
import yui.core.Spoken;
import yui.db.Tx;
import yui.ledger.Units;
import yui.web.Words;

/** Tasks as people say them, on pages and in letters. */
public final class TaskWords {
  private static final int ALL = 10_000;

  private final Words words;

  public TaskWords(Words words) {
    this.words = words;
  }

  /** When it is: a line a slot. */
  public String when(List<Slot> slots, Lang lang) {
    return slots.isEmpty()
        ? words.say(lang, "task.slots_none")
        : slots.stream().map(slot -> slot.spoken(lang)).collect(Collectors.joining("\n"));
  }

  /** Where it is, as strangers may know it. */
  public String place(Task task, Lang lang) {
    return task.spot() == null ? words.say(lang, "task.kind.REMOTE") : task.spot().label();
  }

  /** One line of thanks, e.g. 米 2 kg（ひとりにつき）. */
  public String thanks(Tx tx, Task task, RewardLine line, Lang lang) {
    boolean produce = line.kind() == RewardKind.PRODUCE;
    return thanks(line, produce ? items(tx, task.communityId(), lang) : Map.of(), lang);
  }

  /**
   * @param items names of produce by code
   */
  String thanks(RewardLine line, Map<String, String> items, Lang lang) {
    String what =
        switch (line.kind()) {
          case CASH -> Spoken.yen(line.amount(), lang);
          case MEAL ->
              words.say(
                  lang,
                  "thanks.meal_line",
                  Map.of(
                      "amount",
                      words.say(
                          lang,
                          line.amount() == 1 ? "amount.meal" : "amount.meals",
                          Map.of("n", line.amount())),
                      "note",
                      line.note().isEmpty() ? "" : " " + line.note()));
          case PRODUCE ->
              items.getOrDefault(line.item(), String.valueOf(line.item()))
                  + " "
                  + line.quantity()
                  + measure(String.valueOf(line.shownUnit()), lang);
        };
    return words.say(lang, "thanks.line." + line.per().name(), Map.of("what", what));
  }

  /** Names of produce by code. */
  static Map<String, String> items(Tx tx, CommunityId community, Lang lang) {
    Map<String, String> names = new HashMap<>();
    for (Units.Item item : Units.items(tx, community, "", ALL)) {
      names.put(item.item(), lang.isEnglish() ? item.en() : item.ja());
    }
    return names;
  }

  private String measure(String unit, Lang lang) {
    return words.find(lang, "measure." + unit).orElse(unit);
  }

  /** The hard parts by what they are called, with what is said of each. */
  public Map<String, String> hardParts(Task task, Lang lang) {
    Map<String, String> parts = new LinkedHashMap<>();
    for (HardPart part : task.hardParts()) {
      String label = words.find(lang, "hard." + part.code()).orElse(words.say(lang, "hard.OTHER"));
      boolean said =
          words.find(Lang.JA, "hard." + part.code()).orElse("").strip().equals(part.note());
      parts.merge(label, said ? "" : part.note(), (one, more) -> one + "\n" + more);
    }
    return parts;
  }

  /** Who pays for the way there, in a sentence. */
  public String travel(Travel travel, Lang lang) {
    String said =
        words.say(
            lang,
            "travel." + travel.policy().name(),
            Map.of("amount", Spoken.yen(travel.mostYen(), lang)));
    return travel.paidDirectly() ? said + words.say(lang, "travel.direct") : said;
  }

  /** The values that letters about a task share: group, task, when, place, thanks, travel. */
  public Map<String, String> letter(Tx tx, Task task, Lang lang) {
    List<String> thanks = new ArrayList<>();
    for (RewardLine line : task.rewards()) thanks.add(thanks(tx, task, line, lang));
    String group =
        TaskStore.names(tx, List.of(task.groupId()))
            .getOrDefault(task.groupId(), new TaskStore.Names("", ""))
            .group();
    return Map.of(
        "group", group,
        "task", task.title(),
        "when", when(task.slots(), lang),
        "place", place(task, lang),
        "thanks", String.join("\n", thanks),
        "travel", travel(task.travel(), lang));
  }

  /** The task's page in a language. */
  public String url(String origin, TaskId id, Lang lang) {
    return origin + lang.path() + "/tasks/" + id;
  }
}
