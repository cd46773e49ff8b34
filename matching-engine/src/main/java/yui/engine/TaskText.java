package yui.engine;

import java.util.List;

/** The words of a task that the search reads, in the language they were written in. */
public record TaskText(
    String title,
    String description,
    String placeLabel,
    String communityName,
    String groupName,
    List<String> skillWords,
    List<String> produceWords) {

  public static final TaskText NONE = new TaskText("", "", "", "", "", List.of(), List.of());

  public TaskText {
    skillWords = List.copyOf(skillWords);
    produceWords = List.copyOf(produceWords);
  }
}
