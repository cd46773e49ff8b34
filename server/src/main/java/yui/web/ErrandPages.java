package yui.web;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import yui.core.Lang;
import yui.core.Spoken;
import yui.db.Tx;

/** Where somebody follows the long work that they asked for, and fetches what came of it. */
final class ErrandPages {
  static final String PATH = "/me/errands";

  record Line(UUID id, String what, String asked, String state) {}

  record ListView(boolean hasItems, List<Line> items) {}

  /**
   * One.
   *
   * @param percent empty while nobody knows how much there is
   * @param refused why it did not happen; {@code brokeOff}: the server ended meanwhile
   */
  record View(
      UUID id,
      String what,
      String asked,
      boolean isRunning,
      String percent,
      String file,
      String until,
      String refused,
      boolean brokeOff,
      String back) {}

  private final Words words;

  ErrandPages(Words words) {
    this.words = words;
  }

  void bind(Pages pages) {
    pages.get(PATH, this::list);
    pages.get(PATH + "/:id", this::one);
    pages.get(PATH + "/:id/state", this::state);
    pages.get(PATH + "/:id/file", (form, tx) -> Errands.file(tx, form.caller(), form.id("id")));
  }

  private Page list(Form form, Tx tx) {
    Lang lang = form.lang();
    List<Line> lines =
        Errands.of(tx, form.caller()).stream()
            .map(
                kept ->
                    new Line(
                        kept.id(),
                        words.say(lang, "errand.what." + kept.what()),
                        Spoken.moment(kept.askedAt(), lang),
                        said(kept, tx.now(), lang)))
            .toList();
    return Page.show("errands", new ListView(!lines.isEmpty(), lines));
  }

  private String said(Errands.Kept kept, Instant now, Lang lang) {
    if (kept.isRunning(now)) {
      if (kept.total() == 0) return words.say(lang, "errand.going");
      return words.say(lang, "errand.running", Map.of("percent", kept.percent()));
    }
    boolean happened = kept.ended() && kept.refused().isEmpty();
    return words.say(lang, happened ? "errand.done" : "errand.not_done");
  }

  private Page one(Form form, Tx tx) {
    Errands.Kept kept = Errands.find(tx, form.caller(), form.id("id"));
    if (!kept.leadsTo().isEmpty()) {
      @Nullable String notice = kept.notice().isEmpty() ? null : kept.notice();
      return new Page.Elsewhere(kept.leadsTo(), notice, Map.of());
    }
    Lang lang = form.lang();
    return Page.show(
        "errand",
        new View(
            kept.id(),
            words.say(lang, "errand.what." + kept.what()),
            Spoken.moment(kept.askedAt(), lang),
            kept.isRunning(tx.now()),
            kept.total() == 0 ? "" : Long.toString(kept.percent()),
            kept.fileName(),
            Spoken.moment(kept.endsAt(), lang),
            kept.refused(),
            kept.brokeOff(tx.now()),
            kept.askedFrom()));
  }

  /** For the page's script. */
  private Page state(Form form, Tx tx) {
    Errands.Kept kept = Errands.find(tx, form.caller(), form.id("id"));
    ObjectNode state = Json.MAPPER.createObjectNode().put("running", kept.isRunning(tx.now()));
    if (kept.total() > 0) state.put("percent", kept.percent());
    return new Page.File(
        "application/json", null, state.toString().getBytes(StandardCharsets.UTF_8));
  }
}
