package yui.sheets;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import yui.communities.Communities;
import yui.communities.Community;
import yui.communities.Group;
import yui.core.CommunityId;
import yui.core.Days;
import yui.core.FiscalYear;
import yui.core.GroupId;
import yui.core.Lang;
import yui.core.Refusal;
import yui.core.Spoken;
import yui.db.Tx;
import yui.ledger.Said;
import yui.photos.Photo;
import yui.photos.Photos;
import yui.photos.Size;
import yui.tasks.OnCall;
import yui.tasks.Task;
import yui.tasks.TaskCard;
import yui.tasks.TaskId;
import yui.tasks.TaskState;
import yui.tasks.TaskWords;
import yui.tasks.Tasks;
import yui.tasks.ThanksLine;
import yui.web.Form;
import yui.web.Page;
import yui.web.Pages;
import yui.web.QrCode;
import yui.web.Typed;
import yui.web.Words;

/** The circular and the thank-you sheet, to be printed on A4. */
public final class SheetPages {
  private static final List<Integer> WEEKS = List.of(1, 2, 4);
  private static final int READERS = 12;
  private static final int PICTURES = 4;

  record Open(
      String title,
      String group,
      List<String> when,
      String place,
      String bring,
      List<ThanksLine> thanks,
      boolean hasThanks,
      String travelWords,
      String left,
      String call) {}

  record Done(String title, String day, String times) {}

  record CircularView(
      CommunityId communityId,
      String community,
      String group,
      String days,
      String made,
      String from,
      Typed.Choice groups,
      Typed.Choice weeks,
      List<Open> open,
      boolean hasOpen,
      List<Done> done,
      boolean hasDone,
      String officeOf,
      String phone,
      String qr,
      String url,
      List<Integer> readers) {}

  record Picture(String src, String alt, int width, int height) {}

  record ThanksView(
      CommunityId communityId,
      String community,
      GroupId groupId,
      String group,
      String days,
      String from,
      String to,
      Typed.Choice groups,
      boolean hasErrors,
      List<Typed.Mistake> errors,
      String toError,
      boolean hasAnything,
      String people,
      String times,
      String hours,
      List<String> names,
      boolean hasNames,
      List<Done> done,
      List<String> given,
      boolean hasGiven,
      List<Picture> pictures,
      boolean hasPictures,
      String made) {}

  private final Sheets sheets;
  private final Communities communities;
  private final Tasks tasks;
  private final Words words;
  private final TaskWords taskWords;
  private final String origin;

  public SheetPages(
      Sheets sheets, Communities communities, Tasks tasks, Words words, String origin) {
    this.sheets = sheets;
    this.communities = communities;
    this.tasks = tasks;
    this.words = words;
    this.taskWords = new TaskWords(words);
    this.origin = origin;
  }

  public void bind(Pages pages) {
    pages.get("/communities/:cid/circular", this::circular);
    pages.get("/communities/:cid/thanks-sheet", this::thanks);
  }

  private Page circular(Form form, Tx tx) {
    Lang lang = form.lang();
    form.caller().known();
    CommunityId id = new CommunityId(form.id("cid"));
    int weeks =
        form.filled("weeks")
            .flatMap(asked -> WEEKS.stream().filter(n -> n.toString().equals(asked)).findFirst())
            .orElse(2);
    LocalDate day = day(form, "from").orElseGet(() -> Days.of(tx.now()));
    Circular circular =
        sheets.circular(
            tx, form.caller(), id, form.filledId("groupId").map(GroupId::new), day, weeks);
    Community community = communities.get(tx, id);
    List<Group> groups = sheets.groups(tx, form.caller(), id);
    Map<String, String> choices = new LinkedHashMap<>();
    for (Group group : groups) choices.put(group.id().toString(), group.name());
    Map<String, String> spans = new LinkedHashMap<>();
    for (int n : WEEKS) {
      spans.put(Integer.toString(n), words.say(lang, "circular.weeks_n", Map.of("n", n)));
    }
    TaskCard.Maker cards = new TaskCard.Maker(words, communities, lang);
    List<Open> open = new ArrayList<>();
    List<TaskId> coming = circular.open().stream().map(c -> new TaskId(c.taskId())).toList();
    for (Task task : tasks.visible(tx, form.caller(), coming)) {
      if (task.state() != TaskState.OPEN) continue;
      String of = choices.getOrDefault(task.groupId().toString(), "");
      open.add(open(tx, task, of, cards, community, lang));
    }
    GroupId group = circular.groupId();
    String url = origin + form.base() + "/tasks?communityId=" + id;
    return Page.show(
        "circular",
        new CircularView(
            id,
            community.name(lang),
            group == null ? "" : choices.getOrDefault(group.toString(), ""),
            Spoken.days(circular.from(), circular.to(), lang),
            Spoken.dated(Days.of(tx.now()), lang),
            circular.from().toString(),
            Typed.stored(group == null ? Map.of() : Map.of("groupId", group.toString()))
                .choice("groupId", choices),
            Typed.stored(Map.of("weeks", weeks)).choice("weeks", spans),
            open,
            !open.isEmpty(),
            circular.done().stream()
                .map(
                    d ->
                        new Done(
                            d.title(),
                            Spoken.day(d.startsAt(), lang),
                            words.say(lang, "circular.came", Map.of("n", d.times()))))
                .toList(),
            !circular.done().isEmpty(),
            community.officeName().isEmpty() ? community.name(lang) : community.officeName(),
            community.officePhone(),
            QrCode.svg(url),
            url,
            Collections.nCopies(READERS, 0)));
  }

  private Open open(
      Tx tx, Task task, String group, TaskCard.Maker cards, Community community, Lang lang) {
    TaskCard card = cards.card(tx, task, group, "", List.of());
    OnCall onCall = task.onCall();
    return new Open(
        task.title(),
        card.group(),
        List.of(taskWords.when(task.slots(), lang).split("\n")),
        card.place(),
        task.bring(),
        card.thanks(),
        !card.thanks().isEmpty(),
        taskWords.travel(task.travel(), lang),
        card.left(),
        onCall == null
            ? (community.officeName() + " " + community.officePhone()).strip()
            : onCall.spoken());
  }

  private Page thanks(Form form, Tx tx) {
    Lang lang = form.lang();
    form.caller().known();
    CommunityId id = new CommunityId(form.id("cid"));
    List<Group> groups = sheets.groups(tx, form.caller(), id);
    if (groups.isEmpty()) throw Refusal.notFound();
    GroupId group =
        form.filledId("groupId").map(GroupId::new).orElseGet(() -> groups.getFirst().id());
    LocalDate today = Days.of(tx.now());
    LocalDate from = day(form, "from").orElseGet(() -> FiscalYear.of(today).first());
    LocalDate to = day(form, "to").orElse(today);
    String mistake = mistake(from, to, lang);
    // Without a span there is nothing to show but the form, as it was filled in.
    ThanksSheet sheet =
        sheets.thanks(tx, form.caller(), id, group, from, mistake.isEmpty() ? to : from);
    Map<String, String> choices = new LinkedHashMap<>();
    for (Group each : groups) choices.put(each.id().toString(), each.name());
    Said said = new Said(tx, words, lang);
    List<Picture> pictures = pictures(tx, sheet);
    return Page.show(
        "thanks_sheet",
        new ThanksView(
            id,
            communities.get(tx, id).name(lang),
            group,
            choices.getOrDefault(group.toString(), ""),
            Spoken.dated(from, lang) + "–" + Spoken.dated(to, lang),
            from.toString(),
            to.toString(),
            Typed.stored(Map.of("groupId", group.toString())).choice("groupId", choices),
            !mistake.isEmpty(),
            mistake.isEmpty() ? List.of() : List.of(new Typed.Mistake("to", mistake)),
            mistake,
            mistake.isEmpty() && sheet.times() > 0,
            Spoken.number(sheet.people()),
            Spoken.number(sheet.times()),
            Spoken.number(sheet.hours()),
            sheet.names(),
            !sheet.names().isEmpty(),
            sheet.done().stream()
                .map(
                    d ->
                        new Done(
                            d.title(),
                            "",
                            words.say(lang, "circular.came", Map.of("n", d.times()))))
                .toList(),
            sheet.given().stream().map(g -> said.amount(g.unit(), g.amount())).toList(),
            !sheet.given().isEmpty(),
            pictures,
            !pictures.isEmpty(),
            Spoken.dated(today, lang)));
  }

  private String mistake(LocalDate from, LocalDate to, Lang lang) {
    if (to.isBefore(from)) return words.say(lang, "thanks_sheet.to_before_from");
    return from.plusYears(Sheets.LONGEST_YEARS).isBefore(to)
        ? words.say(lang, "thanks_sheet.too_long", Map.of("n", Sheets.LONGEST_YEARS))
        : "";
  }

  /** Pictures of the work: a task's are public, else it would not be shown with them. */
  private static List<Picture> pictures(Tx tx, ThanksSheet sheet) {
    List<UUID> ids = sheet.done().stream().map(ThanksSheet.Done::taskId).toList();
    Map<UUID, List<Photo>> photos = Photos.of(tx, ids);
    return ids.stream()
        .flatMap(id -> photos.getOrDefault(id, List.of()).stream())
        .limit(PICTURES)
        .map(
            photo -> {
              Photo.Sized sized = photo.at(Size.MEDIUM);
              return new Picture(
                  "/photos/" + photo.id() + "/" + sized.size(),
                  photo.alt(),
                  sized.width(),
                  sized.height());
            })
        .toList();
  }

  /** What is no day is as if it had not been asked. */
  private static Optional<LocalDate> day(Form form, String field) {
    try {
      return form.filled(field)
          .map(LocalDate::parse)
          .filter(day -> day.getYear() >= 2000 && day.getYear() < 2100);
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }
}
