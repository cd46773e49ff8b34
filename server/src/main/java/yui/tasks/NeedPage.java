package yui.tasks;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import yui.communities.Communities;
import yui.core.Days;
import yui.core.FieldError;
import yui.core.Lang;
import yui.core.PersonId;
import yui.core.Refusal;
import yui.core.Spoken;
import yui.db.Tx;
import yui.people.Contact;
import yui.people.People;
import yui.web.Form;
import yui.web.Json;
import yui.web.Page;
import yui.web.Phones;
import yui.web.Typed;
import yui.web.Words;

/** One problem: what became of it, and what its desk can do. */
final class NeedPage {
  private static final int TITLES = 3;
  private static final DateTimeFormatter MOMENT =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);

  record TaskLine(String title, TaskState state, String stateWords, String href) {}

  record TitleRow(Typed.Field title) {}

  record EventLine(String what, String at, String who, String note) {}

  record View(
      NeedId id,
      UUID communityId,
      String community,
      String words,
      String place,
      String teller,
      String phone,
      String when,
      boolean household,
      NeedState state,
      String stateWords,
      String answer,
      List<PhotoPages.Shown> photos,
      boolean hasPhotos,
      boolean canAddPhoto,
      Typed.Field photo,
      Typed.Field alt,
      String etag,
      List<TaskLine> tasks,
      boolean hasTasks,
      boolean canAnswer,
      boolean canSetAside,
      boolean canTurn,
      boolean seesHouse,
      boolean tellByPhone,
      Typed.Choice groups,
      List<TitleRow> titles,
      Typed.Field said,
      List<EventLine> history,
      boolean hasErrors,
      List<Typed.Mistake> errors) {}

  record HouseholdView(
      String back,
      String about,
      String name,
      String address,
      String phone,
      String phoneHref,
      String note) {}

  private final Needs needs;
  private final Tasks tasks;
  private final Posting posting;
  private final Turning turning;
  private final Households households;
  private final Communities communities;
  private final People people;
  private final Words words;

  NeedPage(
      Needs needs,
      Tasks tasks,
      Posting posting,
      Households households,
      Communities communities,
      People people,
      Words words) {
    this.needs = needs;
    this.tasks = tasks;
    this.posting = posting;
    this.turning = new Turning(needs, posting);
    this.households = households;
    this.communities = communities;
    this.people = people;
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
    Lang lang = form.lang();
    Need need = needs.visible(tx, form.caller(), id(form));
    boolean desk = Needs.isDesk(form.caller(), need.communityId());
    boolean turns = form.caller().posts(need.communityId());
    Map<String, String> groups = new LinkedHashMap<>();
    if (turns) {
      posting
          .groups(tx, form.caller(), need.communityId())
          .forEach(group -> groups.put(group.id().toString(), group.name()));
    }
    List<TitleRow> titles = new ArrayList<>();
    for (int n = 0; n < TITLES; n++)
      titles.add(new TitleRow(typed.field("drafts." + n + ".title")));
    return Page.show(
        "need",
        new View(
            need.id(),
            need.communityId().value(),
            communities.get(tx, need.communityId()).name(lang),
            need.words(),
            need.place(),
            Objects.requireNonNullElse(need.toldBy(), ""),
            Objects.requireNonNullElse(need.tellerPhone(), ""),
            Spoken.day(need.toldAt().toInstant(), lang),
            need.household(),
            need.state(),
            words.say(lang, "needs.state." + need.state().name()),
            need.answer(),
            need.photos().stream().map(PhotoPages.Shown::of).toList(),
            !need.photos().isEmpty(),
            desk || need.mine() != null,
            typed.field("photo"),
            typed.field("alt"),
            Integer.toString(need.version()),
            taskLines(form, tx, need),
            !need.tasks().isEmpty(),
            desk,
            desk && (need.state() == NeedState.TOLD || need.state() == NeedState.ANSWERED),
            turns && !groups.isEmpty(),
            need.household() && (desk || need.mine() != null),
            desk && !needs.reachesTeller(tx, form.caller(), need.id()),
            typed.choice("groupId", groups),
            titles,
            typed.field("words"),
            history(form, tx, need, desk),
            typed.hasErrors(),
            typed.errors()));
  }

  private List<TaskLine> taskLines(Form form, Tx tx, Need need) {
    return need.tasks().stream()
        .map(
            task ->
                new TaskLine(
                    task.title(),
                    task.state(),
                    words.say(form.lang(), "task.state." + task.state().name()),
                    tasks.isVisible(tx, form.caller(), task.id())
                        ? form.base()
                            + "/tasks/"
                            + task.id()
                            + (Tasks.isDraft(task.state()) ? "/edit" : "")
                        : ""))
        .toList();
  }

  private List<EventLine> history(Form form, Tx tx, Need need, boolean names) {
    List<NeedEvent> events = needs.history(tx, form.caller(), need.id());
    Map<PersonId, String> who = new HashMap<>();
    if (names) {
      List<PersonId> ids =
          events.stream().map(NeedEvent::by).filter(Objects::nonNull).distinct().toList();
      for (Contact contact : people.contacts(tx, ids)) who.put(contact.id(), contact.name());
    }
    return events.reversed().stream()
        .map(
            event ->
                new EventLine(
                    words.say(form.lang(), "need_event." + event.verb()),
                    MOMENT.format(ZonedDateTime.ofInstant(event.at(), Days.TOKYO)),
                    event.by() == null ? "" : who.getOrDefault(event.by(), ""),
                    event.words()))
        .toList();
  }

  Page answer(Form form, Tx tx) {
    needs.answer(tx, form.caller(), id(form), said(form, "answerNeed"), TaskPages.version(form));
    return back(form, "answered");
  }

  Page setAside(Form form, Tx tx) {
    needs.setAside(
        tx, form.caller(), id(form), said(form, "setNeedAside"), TaskPages.version(form));
    return back(form, "set_aside");
  }

  private static String said(Form form, String operation) {
    ObjectNode body = Json.MAPPER.createObjectNode().put("words", form.text("words"));
    return form.body(operation, body, NeedRoutes.Said.class).words();
  }

  Page turn(Form form, Tx tx) {
    ObjectNode body = Json.MAPPER.createObjectNode().put("groupId", form.text("groupId"));
    ArrayNode drafts = body.putArray("drafts");
    for (int n = 0; n < TITLES; n++) {
      form.filled("drafts." + n + ".title")
          .ifPresent(title -> drafts.addObject().put("title", title));
    }
    if (drafts.isEmpty()) {
      throw Refusal.invalid(List.of(new FieldError("/drafts/0/title", "empty")));
    }
    turning.turn(tx, form.caller(), id(form), form.body("turnNeed", body, Turning.Entry.class));
    return back(form, "turned");
  }

  /** A look is a deed: it is written down, and so it is sent as a form. */
  Page household(Form form, Tx tx) {
    Household house = households.ofNeed(tx, form.caller(), id(form));
    return household(
        house, form.base() + "/needs/" + id(form), words.say(form.lang(), "needs.one"));
  }

  Page householdOfTask(Form form, Tx tx) {
    TaskId id = new TaskId(form.id("id"));
    Household house = households.ofTask(tx, form.caller(), id);
    String title = tasks.visible(tx, form.caller(), id).title();
    return household(house, form.base() + "/tasks/" + id, title);
  }

  private static Page household(Household house, String back, String about) {
    return Page.show(
        "household",
        new HouseholdView(
            back,
            about,
            house.name(),
            house.address(),
            house.phone(),
            house.phone().isEmpty() ? "" : Phones.href(house.phone()),
            house.note()));
  }

  Page release(Form form, Tx tx) {
    TaskId id = new TaskId(form.id("id"));
    households.release(tx, form.caller(), id);
    return Page.elsewhere(form.base() + "/tasks/" + id + "/manage", "household_released");
  }

  private static Page back(Form form, String notice) {
    return Page.elsewhere(form.base() + "/needs/" + id(form), notice);
  }

  private static NeedId id(Form form) {
    return new NeedId(form.id("id"));
  }
}
