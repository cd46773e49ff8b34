package yui.tasks;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import yui.communities.Communities;
import yui.core.CommunityId;
import yui.core.Lang;
import yui.db.Tx;
import yui.engine.Mesh;
import yui.places.Around;
import yui.places.MapPicture;
import yui.places.Maps;
import yui.places.Pin;
import yui.web.Cursor;
import yui.web.Form;
import yui.web.Page;
import yui.web.Words;

/** The tasks of a group or a community, for its own side. */
final class DeskPage {
  private static final int LIMIT = 50;
  private static final String COUNTS =
      """
      select state, count(*)::int as n from tasks
      where community_id = $1 and ($2::uuid[] is null or group_id = any($2::uuid[]))
      group by state
      """;

  record StateLink(String href, String label, String count, boolean current) {}

  record Line(
      TaskId id,
      String title,
      String group,
      String when,
      TaskState state,
      String stateWords,
      String places,
      String applied) {}

  record View(
      UUID communityId,
      String community,
      List<StateLink> states,
      String newHref,
      boolean hasItems,
      List<Line> items,
      @Nullable MapPicture map,
      String around,
      String allHref,
      String firstHref,
      String nextHref) {}

  private final Tasks tasks;
  private final TaskList list;
  private final Communities communities;
  private final Maps maps;
  private final Words words;

  DeskPage(Tasks tasks, TaskList list, Communities communities, Maps maps, Words words) {
    this.tasks = tasks;
    this.list = list;
    this.communities = communities;
    this.maps = maps;
    this.words = words;
  }

  Page show(Form form, Tx tx) {
    Lang lang = form.lang();
    CommunityId id = new CommunityId(form.id("cid"));
    String state = form.filled("state").filter(DeskPage::isState).orElse(null);
    Optional<String> cursor = form.filled("cursor");
    Cursor<TaskForStaff> page =
        list.page(tx, form.caller(), id, state, Optional.empty(), LIMIT, cursor);
    TaskCard.Maker cards = new TaskCard.Maker(words, communities, lang);
    Map<TaskId, Task> whole =
        tx.seenBy(
            form.caller(),
            () -> tasks.byIds(tx, page.items().stream().map(i -> i.summary().id()).toList()));
    Near near = Near.of(form);
    List<Pin> pins = new ArrayList<>();
    List<Line> lines = new ArrayList<>();
    for (TaskForStaff item : page.items()) {
      Task task = whole.get(item.summary().id());
      if (task == null || near != null && !near.holds(task.spot())) continue;
      Spot spot = task.spot();
      if (spot != null) {
        String href = form.base() + "/tasks/" + task.id() + "/manage";
        pins.add(new Pin(spot.lat(), spot.lon(), task.title(), href));
      }
      lines.add(
          new Line(
              task.id(),
              task.title(),
              item.summary().groupName(),
              cards.when(tx, task),
              task.state(),
              words.say(lang, "task.state." + task.state().name()),
              words.say(
                  lang,
                  task.slots().size() > 1 ? "home_host.places_in_all" : "home_host.places",
                  Map.of(
                      "capacity", item.places(),
                      "chosen", item.chosen(),
                      "n", task.slots().size())),
              Integer.toString(item.applied())));
    }
    String at = form.base() + "/communities/" + id + "/tasks";
    String narrowed = state == null ? "" : "state=" + state + "&";
    return Page.show(
        "desk_tasks",
        new View(
            id.value(),
            communities.get(tx, id).name(lang),
            states(form, tx, id, state, at),
            form.caller().posts(id) ? at + "/new" : "",
            !lines.isEmpty(),
            lines,
            maps.pins(tx, lang, pins, group -> at + "?" + narrowed + Near.query(group)),
            near == null ? "" : words.say(lang, "map.near", Map.of("km", near.km())),
            state == null ? at : at + "?state=" + state,
            cursor.isPresent() ? at + (state == null ? "" : "?state=" + state) : "",
            page.nextCursor() == null ? "" : at + "?" + narrowed + "cursor=" + page.nextCursor()));
  }

  /** What a number on the map stands for. */
  private record Near(double lat, double lon, int km) {
    static String query(Around group) {
      return "near=" + group.near() + "&withinKm=" + group.km();
    }

    static @Nullable Near of(Form form) {
      String[] place = form.text("near").split(",", -1);
      String degrees = "[0-9]{1,2}\\.[0-9]{1,6},1[0-9]{2}\\.[0-9]{1,6}";
      if (!form.text("near").matches(degrees) || !form.text("withinKm").matches("[0-9]{1,4}")) {
        return null;
      }
      return new Near(
          Double.parseDouble(place[0]),
          Double.parseDouble(place[1]),
          Integer.parseInt(form.text("withinKm")));
    }

    boolean holds(@Nullable Spot spot) {
      return spot != null && Mesh.of(lat, lon).km(Mesh.of(spot.lat(), spot.lon())) <= km;
    }
  }

  private List<StateLink> states(
      Form form, Tx tx, CommunityId id, @Nullable String current, String at) {
    UUID[] groups = list.groupsSeen(form.caller(), id).orElse(null);
    Map<String, Integer> counts = new HashMap<>();
    tx.seenBy(form.caller(), () -> tx.rows(COUNTS, id.value(), groups))
        .forEach(row -> counts.put(row.getString("state"), row.getInteger("n")));
    List<StateLink> links = new ArrayList<>();
    int all = counts.values().stream().mapToInt(Integer::intValue).sum();
    links.add(
        new StateLink(at, words.say(form.lang(), "desk_tasks.all"), "" + all, current == null));
    for (TaskState state : TaskState.values()) {
      int n = counts.getOrDefault(state.name(), 0);
      if (n == 0 && !state.name().equals(current)) continue;
      links.add(
          new StateLink(
              at + "?state=" + state,
              words.say(form.lang(), "task.state." + state.name()),
              "" + n,
              state.name().equals(current)));
    }
    return links;
  }

  private static boolean isState(String text) {
    for (TaskState state : TaskState.values()) if (state.name().equals(text)) return true;
    return false;
  }
}
