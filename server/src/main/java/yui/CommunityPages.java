package yui;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import yui.communities.Communities;
import yui.communities.Community;
import yui.communities.Group;
import yui.core.CommunityId;
import yui.core.Lang;
import yui.db.Tx;
import yui.places.MapPicture;
import yui.places.Maps;
import yui.places.Pin;
import yui.tasks.Board;
import yui.tasks.Listed;
import yui.tasks.ShownPlace;
import yui.tasks.TaskCard;
import yui.tasks.Tasks;
import yui.web.Form;
import yui.web.Page;
import yui.web.Pages;
import yui.web.Phones;
import yui.web.Words;

/** Communities as anybody meets them: who they are, what they have posted, whom to ask. */
final class CommunityPages {
  private static final int MOST_TASKS = 12;

  private final Communities communities;
  private final Tasks tasks;
  private final Board board;
  private final Maps maps;
  private final Words words;

  CommunityPages(Communities communities, Tasks tasks, Board board, Maps maps, Words words) {
    this.communities = communities;
    this.tasks = tasks;
    this.board = board;
    this.maps = maps;
    this.words = words;
  }

  void bind(Pages pages) {
    pages.get(
        "/communities",
        (form, tx) -> {
          List<Item> items = items(tx, form.lang());
          return Page.show("communities", new All(items, !items.isEmpty()));
        });
    pages.get("/communities/:cid", this::one);
  }

  /** All communities with their open tasks counted. */
  List<Item> items(Tx tx, Lang lang) {
    Map<CommunityId, Long> open = board.open(tx);
    return communities.all(tx).stream()
        .map(
            c ->
                new Item(
                    c.id(), c.name(lang), c.about(), Long.toString(open.getOrDefault(c.id(), 0L))))
        .toList();
  }

  /** Cards of what begins first. */
  List<TaskCard> cards(Tx tx, Lang lang, @Nullable CommunityId community, int most) {
    TaskCard.Maker maker = new TaskCard.Maker(words, communities, lang);
    return tasks.byIds(tx, board.soonest(tx, community, most)).values().stream()
        .map(task -> maker.card(tx, task))
        .toList();
  }

  private Page one(Form form, Tx tx) {
    CommunityId id = new CommunityId(form.id("cid"));
    Community community = communities.get(tx, id);
    List<String> groups = communities.groups(tx, id).stream().map(Group::name).toList();
    List<TaskCard> cards = cards(tx, form.lang(), id, MOST_TASKS);
    return Page.show(
        "community",
        new One(
            id,
            community.name(form.lang()),
            community.about(),
            office(community, form.lang()),
            groups,
            !groups.isEmpty(),
            cards,
            !cards.isEmpty(),
            map(form, tx, id, cards),
            form.caller().isAdmin() || form.caller().coordinates(id),
            !form.caller().isStranger()));
  }

  private @Nullable MapPicture map(Form form, Tx tx, CommunityId id, List<TaskCard> cards) {
    List<Pin> pins = new ArrayList<>();
    for (Listed one : tasks.listed(tx, form.caller(), cards.stream().map(TaskCard::id).toList())) {
      ShownPlace place = one.summary().place();
      if (place == null) continue;
      String href = form.base() + "/tasks/" + one.task().id();
      pins.add(new Pin(place.lat(), place.lon(), one.task().title(), href));
    }
    String all = form.base() + "/tasks?communityId=" + id + "&near=";
    return maps.pins(
        tx, form.lang(), pins, group -> all + group.near() + "&withinKm=" + group.km());
  }

  private static @Nullable Office office(Community community, Lang lang) {
    if (community.officePhone().isEmpty()) return null;
    return new Office(
        community.officeName().isEmpty() ? community.name(lang) : community.officeName(),
        community.officePhone(),
        Phones.href(community.officePhone()));
  }

  record All(List<Item> items, boolean hasItems) {}

  record Item(CommunityId id, String name, String words, String open) {}

  record One(
      CommunityId id,
      String name,
      String words,
      @Nullable Office office,
      List<String> groups,
      boolean hasGroups,
      List<TaskCard> tasks,
      boolean hasTasks,
      @Nullable MapPicture map,
      boolean maySeeDesk,
      boolean signedInPerson) {}

  record Office(String name, String phone, String phoneHref) {}
}
