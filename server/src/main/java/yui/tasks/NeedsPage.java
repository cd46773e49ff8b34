package yui.tasks;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import yui.communities.Communities;
import yui.core.CommunityId;
import yui.core.Spoken;
import yui.db.Tx;
import yui.web.Form;
import yui.web.Json;
import yui.web.Page;
import yui.web.Typed;
import yui.web.Words;

/** Telling a problem, and the ones told. */
final class NeedsPage {
  private static final int LIMIT = 100;

  record Item(
      String href,
      String words,
      String place,
      String teller,
      String when,
      boolean household,
      NeedState state,
      String stateWords,
      String answer,
      String taskCount,
      String newTaskHref) {}

  record View(
      UUID communityId,
      String community,
      boolean isDesk,
      Typed.Field words,
      Typed.Field place,
      Typed.Field photo,
      Typed.Field alt,
      Typed.Field tellerName,
      Typed.Field tellerPhone,
      Typed.Field tellerEmail,
      boolean tellerOpen,
      Typed.Field houseName,
      Typed.Field houseAddress,
      Typed.Field housePhone,
      Typed.Field houseNote,
      boolean houseOpen,
      boolean hasErrors,
      List<Typed.Mistake> errors,
      List<Item> items,
      boolean hasItems) {}

  private final Needs needs;
  private final Communities communities;
  private final Words words;

  NeedsPage(Needs needs, Communities communities, Words words) {
    this.needs = needs;
    this.communities = communities;
    this.words = words;
  }

  Page show(Form form, Tx tx) {
    return show(form, tx, Typed.stored(Map.of()));
  }

  Page again(Form form, Tx tx, Map<String, String> fields, String summary) {
    return show(form, tx, Typed.refused(form, fields, summary));
  }

  private Page show(Form form, Tx tx, Typed typed) {
    form.caller().known();
    CommunityId id = new CommunityId(form.id("cid"));
    List<Item> items =
        needs.list(tx, form.caller(), id, null, LIMIT, Optional.empty()).items().stream()
            .map(need -> item(form, need, form.caller().posts(id)))
            .toList();
    return Page.show(
        "needs",
        new View(
            id.value(),
            communities.get(tx, id).name(form.lang()),
            Needs.isDesk(form.caller(), id),
            typed.field("words"),
            typed.field("place"),
            typed.field("photo"),
            typed.field("alt"),
            typed.field("teller.name"),
            typed.field("teller.phone"),
            typed.field("teller.email"),
            isOpen(typed, "teller.name", "teller.phone", "teller.email"),
            typed.field("household.name"),
            typed.field("household.address"),
            typed.field("household.phone"),
            typed.field("household.note"),
            isOpen(
                typed, "household.name", "household.address", "household.phone", "household.note"),
            typed.hasErrors(),
            typed.errors(),
            items,
            !items.isEmpty()));
  }

  private static boolean isOpen(Typed typed, String... fields) {
    for (String field : fields) if (!typed.value(field).isEmpty()) return true;
    return false;
  }

  private Item item(Form form, Need need, boolean posts) {
    int tasks = need.tasks().size();
    return new Item(
        form.base() + "/needs/" + need.id(),
        need.words(),
        need.place(),
        need.toldBy() == null ? "" : need.toldBy(),
        Spoken.day(need.toldAt().toInstant(), form.lang()),
        need.household(),
        need.state(),
        words.say(form.lang(), "needs.state." + need.state().name()),
        need.answer(),
        tasks == 0 ? "" : words.say(form.lang(), "needs.n_tasks", Map.of("n", tasks)),
        posts && need.state() != NeedState.SET_ASIDE
            ? form.base()
                + "/communities/"
                + need.communityId()
                + "/tasks/new?need="
                + need.id()
                + "&words="
                + URLEncoder.encode(need.words(), StandardCharsets.UTF_8)
            : "");
  }

  /** What was typed, as the operation's body. */
  static NeedEntry typed(Form form) {
    ObjectNode body = Json.MAPPER.createObjectNode();
    body.put("words", form.text("words"));
    form.filled("place").ifPresent(place -> body.put("place", place));
    for (String part : List.of("teller", "household")) {
      ObjectNode inner = Json.MAPPER.createObjectNode();
      for (String name : List.of("name", "phone", "email", "address", "note")) {
        form.filled(part + "." + name).ifPresent(text -> inner.put(name, text));
      }
      if (!inner.isEmpty()) body.set(part, inner);
    }
    return form.body("tellNeed", body, NeedEntry.class);
  }
}
