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
import yui.tasks.Task;
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
    boolean asksSkill = asksSkill(asked.task());
    boolean open = Set.of(TaskState.REVIEW, TaskState.OPEN).contains(asked.task().state());
    List<Item> items = new ArrayList<>();
    if (open) {
      Map<String, String> names =
          matching.reading(form.caller(), tx -> matching.skillNames(tx, lang));
      for (Candidate candidate :
          matching.candidates(form.caller(), id, LIMIT, Optional.empty()).items()) {
        items.add(item(candidate, asksSkill, names, lang));
      }
    }
    return Page.show(
        "candidates",
        new View(
            id,
            asked.task().title(),
            weights(asked.weights(), asksSkill, lang),
            open ? "" : matching.say(lang, closed(asked.task().state())),
            !items.isEmpty(),
            items,
            matching.say(lang, "candidates.message_words")));
  }

  private static String closed(TaskState state) {
    return state == TaskState.DRAFT ? "candidates.draft" : "candidates.closed";
  }

  /** A part that is nothing for everybody says nothing about anybody. */
  private static boolean asksSkill(Task task) {
    return !task.requiredSkills().isEmpty() || !task.desiredSkills().isEmpty();
  }

  private String weights(Weights weights, boolean asksSkill, Lang lang) {
    double skill = asksSkill ? weights.skill() : 0;
    double sum = skill + weights.schedule() + weights.distance() + weights.reliability();
    if (sum == 0) return "";
    List<String> said = new ArrayList<>();
    if (asksSkill) weight(said, lang, "skill", skill / sum);
    weight(said, lang, "schedule", weights.schedule() / sum);
    weight(said, lang, "distance", weights.distance() / sum);
    weight(said, lang, "reliability", weights.reliability() / sum);
    return String.join(lang.isEnglish() ? ", " : "・", said);
  }

  private void weight(List<String> said, Lang lang, String part, double share) {
    said.add(matching.say(lang, "candidates.part." + part) + " " + Math.round(share * 100) + "%");
  }

  private Item item(Candidate candidate, boolean asksSkill, Map<String, String> names, Lang lang) {
    List<String> skills = new ArrayList<>();
    for (var held : candidate.skills()) {
      String level = matching.say(lang, "reason.level." + held.level());
      skills.add(names.getOrDefault(held.code(), held.code()) + " " + level);
    }
    List<Part> lines = new ArrayList<>();
    ShownParts parts = candidate.parts();
    if (asksSkill) {
      Set<String> codes = Set.of("skill_held", "licence_held");
      lines.add(part(candidate, lang, "skill", parts.skill(), codes));
    } else {
      String licences = reasons(candidate, Set.of("licence_held"), lang);
      if (!licences.isEmpty()) skills.add(licences);
    }
    lines.add(part(candidate, lang, "schedule", parts.schedule(), Set.of("half_days_free")));
    lines.add(part(candidate, lang, "distance", parts.distance(), Set.of("distance", "remote")));
    lines.add(
        part(
            candidate,
            lang,
            "reliability",
            parts.reliability(),
            Set.of("reliability", "newcomer")));
    return new Item(
        candidate.residentId(),
        candidate.displayName(),
        matching.comparedFit(candidate.score(), lang),
        skills,
        !skills.isEmpty(),
        lines,
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
