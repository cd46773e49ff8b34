package yui.applications;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import yui.core.Lang;
import yui.core.Spoken;
import yui.web.Words;

/** One step of an application's way: applied, chosen, confirmed, came, thanked. */
record Step(String status, String label, String note) {
  private static final List<String> STEPS =
      List.of("applied", "chosen", "confirmed", "came", "thanked");

  /**
   * @param came whether somebody of the party was there, once the host said
   */
  static List<Step> of(Words words, Lang lang, Application application, Optional<Boolean> came) {
    ApplicationState state = application.state();
    int now =
        switch (state) {
          case APPLIED, WAITLISTED, DECLINED -> 1;
          case OFFERED, SELECTED, EXPIRED -> 2;
          case CONFIRMED -> 3;
          case DONE -> came.orElse(false) ? 4 : 3;
          case WITHDRAWN, CANCELLED_BY_HOST -> 1;
        };
    boolean stopped = !state.isLive() || state == ApplicationState.DONE && !came.orElse(true);
    List<Step> steps = new ArrayList<>();
    for (int i = 0; i < STEPS.size(); i++) {
      String status = i < now ? "past" : i > now ? "todo" : stopped ? "stopped" : "now";
      String note = i == 0 ? day(application.appliedAt(), lang) : "";
      if (i == now && !note(state, stopped).isEmpty()) {
        note = words.say(lang, note(state, stopped));
      }
      steps.add(new Step(status, words.say(lang, "step." + STEPS.get(i)), note));
    }
    return steps;
  }

  private static String note(ApplicationState state, boolean stopped) {
    // Over, and whoever was not there reads so, not only that it is over.
    if (stopped && state == ApplicationState.DONE) return "step.not_came";
    return stopped || state == ApplicationState.WAITLISTED || state == ApplicationState.OFFERED
        ? "application.state." + state.name()
        : "";
  }

  private static String day(Instant at, Lang lang) {
    return Spoken.day(at, lang);
  }
}
