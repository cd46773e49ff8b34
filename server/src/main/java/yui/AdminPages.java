package yui;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import yui.communities.Communities;
import yui.communities.CommunityEntry;
import yui.core.Caller;
import yui.core.CommunityId;
import yui.core.FieldError;
import yui.core.Refusal;
import yui.db.Tx;
import yui.places.Picking;
import yui.places.PlaceField;
import yui.web.Form;
import yui.web.Json;
import yui.web.Page;
import yui.web.Pages;
import yui.web.Typed;

/** Where the administrator opens communities. */
final class AdminPages {
  private static final String PATH = "/admin/communities";
  private static final List<String> TEXTS =
      List.of("code", "name", "nameEn", "about", "officeName", "officePhone");

  private final Communities communities;
  private final Picking picking;
  private final Function<Tx, Map<CommunityId, Long>> taskCounts;

  /**
   * @param taskCounts how many tasks there are by community; another room knows
   */
  AdminPages(
      Communities communities, Picking picking, Function<Tx, Map<CommunityId, Long>> taskCounts) {
    this.communities = communities;
    this.picking = picking;
    this.taskCounts = taskCounts;
  }

  void bind(Pages pages) {
    pages.get(PATH, (form, tx) -> page(form, tx, Typed.stored(Map.of())));
    pages.post(
        PATH,
        this::open,
        (form, tx, errors, summary) -> page(form, tx, Typed.refused(form, errors, summary)));
  }

  private Page open(Form form, Tx tx) {
    if (Picking.isAsked(form)) {
      return page(form, tx, Typed.again(form, picking.picked(form, tx)));
    }
    communities.open(tx, form.caller(), entry(form));
    return Page.elsewhere(form.base() + PATH, "community_opened");
  }

  /** The operation's body, refused with its fields named as the page does. */
  private static CommunityEntry entry(Form form) {
    try {
      return form.body("createCommunity", body(form), CommunityEntry.class);
    } catch (Refusal refusal) {
      throw Refusal.invalid(
          refusal.errors().stream()
              .map(
                  error ->
                      error.pointer().equals("/lat") || error.pointer().equals("/lon")
                          ? new FieldError("/place" + error.pointer(), error.code(), error.values())
                          : error)
              .toList());
    }
  }

  private static ObjectNode body(Form form) {
    ObjectNode body = Json.MAPPER.createObjectNode();
    for (String name : TEXTS) form.filled(name).ifPresent(text -> body.put(name, text));
    if (form.ticked("reviewsTasks")) body.put("reviewsTasks", true);
    form.filled("place.lat").ifPresent(lat -> body.set("lat", Typed.number(lat)));
    form.filled("place.lon").ifPresent(lon -> body.set("lon", Typed.number(lon)));
    return body;
  }

  private Page page(Form form, Tx tx, Typed typed) {
    Caller caller = form.caller();
    caller.known();
    if (!caller.isAdmin()) throw Refusal.forbidden("forbidden");
    Map<CommunityId, Long> members = communities.memberCounts(tx);
    Map<CommunityId, Long> tasks = tx.asSystem(() -> taskCounts.apply(tx));
    List<Item> items =
        communities.all(tx).stream()
            .map(
                c ->
                    new Item(
                        c.id(),
                        c.code(),
                        c.name(form.lang()),
                        Long.toString(members.getOrDefault(c.id(), 0L)),
                        Long.toString(tasks.getOrDefault(c.id(), 0L))))
            .toList();
    return Page.show(
        "admin_communities",
        new AdminCommunities(
            items,
            !items.isEmpty(),
            typed.field("code"),
            typed.field("name"),
            typed.field("nameEn"),
            typed.field("about"),
            picking.needed(tx, typed, "place", form.base() + PATH, true, form.lang()),
            typed.field("officeName"),
            typed.field("officePhone"),
            typed.value("reviewsTasks").equals("true"),
            typed.hasErrors(),
            typed.errors()));
  }

  record AdminCommunities(
      List<Item> items,
      boolean hasItems,
      Typed.Field code,
      Typed.Field name,
      Typed.Field nameEn,
      Typed.Field about,
      PlaceField place,
      Typed.Field deskName,
      Typed.Field deskPhone,
      boolean reviewsTasks,
      boolean hasErrors,
      List<Typed.Mistake> errors) {}

  record Item(CommunityId id, String code, String name, String members, String tasks) {}
}
