package yui.applications;

import java.util.List;
import java.util.Locale;
import yui.core.Lang;
import yui.db.Tx;
import yui.tasks.Task;
import yui.tasks.TaskWords;

/** One line of a task's thanks, as pages show it: an icon and a few words. */
record ThanksLine(String icon, String text) {

  static List<ThanksLine> of(Tx tx, TaskWords words, Lang lang, Task task) {
    return task.rewards().stream()
        .map(
            reward ->
                new ThanksLine(
                    reward.kind().name().toLowerCase(Locale.ROOT),
                    words.thanks(tx, task, reward, lang)))
        .toList();
  }
}
