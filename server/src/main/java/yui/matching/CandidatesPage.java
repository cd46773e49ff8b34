package yui.matching;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import yui.core.Lang;
import yui.core.PersonId;
import yui.engine.Weights;
import yui.tasks.TaskId;
import yui.tasks.TaskState;
import yui.web.Form;
import yui.web.Page;

/** The residents who suit a task, each part of the score explained, and a word to each. */
final class CandidatesPage {
  private static final int LIMIT = 20;

  record Part(String label, String value, String number, String reason) {}

  record Item(
      PersonId residentId,
      String name,
      String score,
      List<String> skills,
      boolean hasSkills,
      List<Part> parts,
      String travel,
      String invited) {}

  record View(
      TaskId id,
      String title,
      String weights,
      String closed,
      boolean hasItems,
      List<Item> items,
      String message) {}

  private final Matching matching;

  CandidatesPage(Matching matching) {
    this.matching = matching;
  }

  Page show(Form form) {
    Lang lang = form.lang();
    TaskId id = new TaskId(form.id("id"));
    Matching.Weighed asked = matching.weighed(form.caller(), id);
    boolean open = Set.of(TaskState.REVIEW, TaskState.OPEN).contains(asked.task().state());
    List<Item> items = new ArrayList<>();
    if (open) {
      Map<String, String> names =
          matching.reading(form.caller(), tx -> matching.skillNames(tx, lang));
      for (Candidate candidate :
          matching.candidates(form.caller(), id, LIMIT, Optional.empty()).items()) {
        items.add(item(candidate, names, lang));
      }
    }
    return Page.show(
        "candidates",
        new View(
            id,
            asked.task().title(),
            weights(asked.weights(), lang),
            open ? "" : matching.say(lang, "problem.task_state"),
            !items.isEmpty(),
            items,
            matching.say(lang, "candidates.message_words")));
  }

  private String weights(Weights weights, Lang lang) {
    double sum = weights.skill() + weights.schedule() + weights.distance() + weights.reliability();
    List<String> said = new ArrayList<>();
    weight(said, lang, "skill", weights.skill() / sum);
    weight(said, lang, "schedule", weights.schedule() / sum);
    weight(said, lang, "distance", weights.distance() / sum);
    weight(said, lang, "reliability", weights.reliability() / sum);
    return String.join(lang.isEnglish() ? ", " : "・", said);
  }

  private void weight(List<String> said, Lang lang, String part, double share) {
    said.add(matching.say(lang, "candidates.part." + part) + " " + Math.round(share * 100) + "%");
  }

  private Item item(Candidate candidate, Map<String, String> names, Lang lang) {
    List<String> skills =
        candidate.skills().stream()
            .map(
                held ->
                    names.getOrDefault(held.code(), held.code())
                        + " "
                        + matching.say(lang, "reason.level." + held.level()))
            .toList();
    ShownParts parts = candidate.parts();
    return new Item(
        candidate.residentId(),
        candidate.displayName(),
        matching.comparedFit(candidate.score(), lang),
        skills,
        !skills.isEmpty(),
        List.of(
            part(candidate, lang, "skill", parts.skill(), Set.of("skill_held", "licence_held")),
            part(candidate, lang, "schedule", parts.schedule(), Set.of("half_days_free")),
            part(candidate, lang, "distance", parts.distance(), Set.of("distance", "remote")),
            part(
                candidate,
                lang,
                "reliability",
                parts.reliability(),
                Set.of("reliability", "newcomer"))),
        reasons(candidate, Set.of("travel_estimate"), lang),
        candidate.invited() ? matching.say(lang, "candidates.invited") : "");
  }

  private Part part(
      Candidate candidate, Lang lang, String name, double value, Set<String> reasons) {
    return new Part(
        matching.say(lang, "candidates.part." + name),
        number("%.2f", value),
        number("%.6f", value),
        reasons(candidate, reasons, lang));
  }

  private static String reasons(Candidate candidate, Set<String> codes, Lang lang) {
    return String.join(
        lang.isEnglish() ? "; " : "、",
        candidate.reasons().stream()
            .filter(reason -> codes.contains(reason.code()))
            .map(ShownReason::detail)
            .toList());
  }

  private static String number(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }
}
