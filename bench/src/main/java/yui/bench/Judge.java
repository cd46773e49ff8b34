package yui.bench;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiPredicate;
import java.util.stream.IntStream;

/** The scan's answers to many tasks, with which all others are compared. */
final class Judge {
  private final List<Asked> tasks;
  private final Answer[] answers;

  Judge(String what, List<Asked> tasks, Scan scan) {
    this.tasks = tasks;
    answers = new Answer[tasks.size()];
    try (Progress progress = new Progress("scan for " + what, answers.length)) {
      IntStream.range(0, answers.length)
          .parallel()
          .forEach(
              i -> {
                answers[i] = scan.ask(tasks.get(i));
                progress.add(1);
              });
    }
  }

  int count() {
    return answers.length;
  }

  /** How many of all answers are not the scan's, ids and scores. */
  int wrong(Contender contender) {
    return wrong(contender, answers.length, Answer::same);
  }

  /** How many of the first answers have other scores, of contenders that round to float. */
  int wrongScores(Contender contender, int many) {
    return wrong(contender, Math.min(many, answers.length), Answer::sameScores);
  }

  private int wrong(Contender contender, int many, BiPredicate<Answer, Answer> same) {
    AtomicInteger wrong = new AtomicInteger();
    try (Progress progress = new Progress("comparing " + contender.name(), many)) {
      IntStream.range(0, many)
          .parallel()
          .forEach(
              i -> {
                if (!same.test(answers[i], contender.ask(tasks.get(i)))) {
                  wrong.incrementAndGet();
                }
                progress.add(1);
              });
    }
    return wrong.get();
  }
}
