package yui.tasks;

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
import yui.web.Page;
import yui.web.Typed;
import yui.web.Words;

/** Telling a problem, and the ones told. */
final class NeedsPage {
  private static final int LIMIT = 100;

  record Item(
      NeedId id,
      String words,
      String place,
      String teller,
      String when,
      NeedState state,
      String stateWords,
      String answer,
      String taskHref,
      String newTaskHref) {}

  record View(
      UUID communityId,
      String community,
      Typed.Field words,
      Typed.Field place,
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

  Page show(Form form, Tx tx, Typed typed) {
    form.caller().known();
    CommunityId id = new CommunityId(form.id("cid"));
    boolean makes = form.caller().posts(id);
    List<Item> items =
        needs.list(tx, form.caller(), id, null, LIMIT, Optional.empty()).items().stream()
            .map(need -> item(form, need, makes))
            .toList();
    return Page.show(
        "needs",
        new View(
            id.value(),
            communities.get(tx, id).name(form.lang()),
            typed.field("words"),
            typed.field("place"),
            typed.hasErrors(),
            typed.errors(),
            items,
            !items.isEmpty()));
  }

  private Item item(Form form, Need need, boolean makes) {
    String at = form.base() + "/communities/" + need.communityId() + "/tasks/new";
    boolean open = need.state() == NeedState.TOLD || need.state() == NeedState.ANSWERED;
    String teller = need.toldBy() == null ? "" : need.toldBy();
    return new Item(
        need.id(),
        need.words(),
        need.place(),
        teller,
        Spoken.day(need.toldAt().toInstant(), form.lang()),
        need.state(),
        words.say(form.lang(), "needs.state." + need.state().name()),
        need.answer(),
        need.taskId() == null ? "" : form.base() + "/tasks/" + need.taskId(),
        makes && open
            ? at
                + "?need="
                + need.id()
                + "&words="
                + URLEncoder.encode(need.words(), StandardCharsets.UTF_8)
            : "");
  }
}
