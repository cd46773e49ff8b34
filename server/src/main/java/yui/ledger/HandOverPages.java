package yui.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import yui.core.Refusal;
import yui.db.Tx;
import yui.web.Form;
import yui.web.Page;
import yui.web.Pages;
import yui.web.Typed;
import yui.web.Words;

/** The host's list after the work: whom to give what, ticked off as it is given. */
public final class HandOverPages {
  record Line(
      UUID applicationId,
      int rewardLine,
      String icon,
      String label,
      String promised,
      String left,
      String unit,
      boolean open,
      List<Given> given,
      String pickUp,
      String waiting) {}

  record Given(UUID id, String amount, String text, boolean acknowledged, boolean onPaper) {}

  record Signed(String name, String label, String amount) {}

  record SheetView(
      UUID id, String title, String group, String day, boolean hasRows, List<Signed> rows) {}

  record Row(UUID applicationId, String name, String heads, List<Line> lines, boolean canGiveAll) {}

  record HandOversView(
      UUID id,
      String title,
      boolean canGiveAll,
      boolean hasRows,
      List<Row> rows,
      boolean hasErrors,
      List<Typed.Mistake> errors) {}

  /** What a page's lines are told with, asked once for all of them. */
  private record Asked(
      Said said,
      Map<String, PickUp> pickUps,
      Map<String, Instead> instead,
      Map<String, Units.Spoken> units) {
    static Asked of(Tx tx, Said said, List<Naming.Work> work) {
      return new Asked(
          said,
          PickUp.of(tx, work.stream().map(Naming.Work::taskId).toList()),
          Instead.of(tx, work.stream().map(Naming.Work::applicationId).toList()),
          new HashMap<>());
    }
  }

  private final HandOvers handOvers = new HandOvers();
  private final Words words;

  public HandOverPages(Words words) {
    this.words = words;
  }

  public void bind(Pages pages) {
    pages.get("/tasks/:id/hand-over", (form, tx) -> show(form, tx, Typed.stored(Map.of())));
    pages.get("/tasks/:id/hand-over/sheet", this::sheet);
    pages.post("/hand-overs/:id/paper", this::paper);
    pages.post("/tasks/:id/hand-over/all", this::giveAll);
    pages.post(
        "/tasks/:id/hand-over",
        this::give,
        (form, tx, fields, summary) -> show(form, tx, Typed.refused(form, fields, summary)));
  }

  /** The task of the address, for whoever may give for its group. */
  private static Naming.Task actingFor(Form form, Tx tx) {
    Naming.Task task = Naming.task(tx, form.id("id")).orElseThrow(Refusal::notFound);
    if (!form.caller().actsFor(task.communityId(), task.groupId())) {
      throw Rights.refused(form.caller(), task.communityId());
    }
    return task;
  }

  /** All that is left, to one of them or to everybody. */
  private Page giveAll(Form form, Tx tx) {
    UUID task = actingFor(form, tx).id();
    String one = form.text("applicationId");
    for (Naming.Work work : Naming.ofTask(tx, task)) {
      boolean meant = one.isEmpty() || one.equals(work.applicationId().toString());
      if (meant && !form.caller().is(work.personId())) {
        handOvers.handOverAll(tx, form.caller(), work.applicationId());
      }
    }
    return Page.elsewhere(form.base() + "/tasks/" + task + "/hand-over", "handed_over");
  }

  private Page give(Form form, Tx tx) {
    give(tx, form, handOvers);
    return Page.elsewhere(form.base() + "/tasks/" + form.id("id") + "/hand-over", "handed_over");
  }

  /** Hands over as much of a line as was typed. */
  static HandOver give(Tx tx, Form form, HandOvers handOvers) {
    UUID application = application(form);
    ObjectNode body = Typing.body();
    body.put("applicationId", application.toString());
    Typing.number(body, "rewardLine", form);
    body.set("quantity", kept(tx, application, form.text("rewardLine"), form.text("quantity")));
    ThanksRoutes.HandOverEntry entry =
        form.body("handOver", body, ThanksRoutes.HandOverEntry.class);
    return handOvers.handOver(
        tx, form.caller(), entry.applicationId(), entry.rewardLine(), entry.quantity(), "");
  }

  private static UUID application(Form form) {
    try {
      return UUID.fromString(form.text("applicationId"));
    } catch (IllegalArgumentException e) {
      throw Refusal.notFound();
    }
  }

  private static JsonNode kept(Tx tx, UUID application, String line, String typed) {
    String unit =
        LedgerStore.promisedOf(tx, application).stream()
            .filter(p -> line.equals(String.valueOf(p.about().line())))
            .findFirst()
            .map(Promised::unit)
            .orElse("MEAL");
    return Units.typed(tx, unit, typed);
  }

  private Page paper(Form form, Tx tx) {
    HandOver handOver = handOvers.enterPaper(tx, form.caller(), form.id("id"));
    UUID task = Naming.work(tx, handOver.applicationId()).orElseThrow().taskId();
    return Page.elsewhere(form.base() + "/tasks/" + task + "/hand-over", "paper_entered");
  }

  /** A sheet a task to carry round: what is owed, and a place to sign. */
  private Page sheet(Form form, Tx tx) {
    Naming.Task task = actingFor(form, tx);
    List<Naming.Work> work = Naming.ofTask(tx, task.id());
    Map<UUID, String> names =
        Naming.displayNames(tx, work.stream().map(w -> w.personId().value()).toList());
    Asked asked = Asked.of(tx, new Said(tx, words, form.lang()), work);
    List<Signed> rows = new ArrayList<>();
    for (Naming.Work w : work) {
      String name = names.getOrDefault(w.personId().value(), "");
      for (Line line : lines(form, tx, w, asked)) {
        for (Given given : line.given()) {
          if (!given.acknowledged()) rows.add(new Signed(name, line.label(), given.amount()));
        }
        if (line.open()) rows.add(new Signed(name, line.label(), line.left() + line.unit()));
      }
    }
    return Page.show(
        "hand_over_sheet",
        new SheetView(
            task.id(),
            task.title(),
            Naming.groups(tx, List.of(task.groupId().value()))
                .getOrDefault(task.groupId().value(), ""),
            asked.said().day(tx.now()),
            !rows.isEmpty(),
            rows));
  }

  private Page show(Form form, Tx tx, Typed typed) {
    Naming.Task task = actingFor(form, tx);
    UUID id = task.id();
    List<Naming.Work> work = Naming.ofTask(tx, id);
    Map<UUID, String> names =
        Naming.displayNames(tx, work.stream().map(w -> w.personId().value()).toList());
    Asked asked = Asked.of(tx, new Said(tx, words, form.lang()), work);
    List<Row> rows = new ArrayList<>();
    for (Naming.Work w : work) {
      List<Line> lines = lines(form, tx, w, asked);
      if (lines.isEmpty()) continue;
      rows.add(
          new Row(
              w.applicationId(),
              names.getOrDefault(w.personId().value(), ""),
              words.say(form.lang(), "application.heads", Map.of("heads", w.heads())),
              lines,
              !form.caller().is(w.personId())
                  && lines.stream().anyMatch(line -> line.open() && line.waiting().isEmpty())));
    }
    return Page.show(
        "hand_over",
        new HandOversView(
            id,
            task.title(),
            rows.stream().anyMatch(Row::canGiveAll),
            !rows.isEmpty(),
            rows,
            typed.hasErrors(),
            typed.errors()));
  }

  private List<Line> lines(Form form, Tx tx, Naming.Work work, Asked asked) {
    TreeMap<Integer, List<Promised>> byLine =
        LedgerStore.promisedOf(tx, work.applicationId()).stream()
            .filter(p -> p.purpose() == Purpose.THANKS && p.earned() > 0)
            .filter(p -> p.about().line() != null && !p.unit().equals("JPY"))
            .collect(
                Collectors.groupingBy(
                    p -> Objects.requireNonNull(p.about().line()),
                    TreeMap::new,
                    Collectors.toList()));
    List<HandOver> handed =
        handOvers.ofApplication(tx, form.caller(), work.applicationId(), null, 1_000);
    List<Line> lines = new ArrayList<>();
    byLine.forEach(
        (line, promised) ->
            lines.add(
                line(
                    form,
                    tx,
                    work,
                    line,
                    promised,
                    handed.stream().filter(h -> h.rewardLine() == line).toList(),
                    asked)));
    return lines;
  }

  private Line line(
      Form form,
      Tx tx,
      Naming.Work work,
      int line,
      List<Promised> promised,
      List<HandOver> handed,
      Asked asked) {
    Said said = asked.said();
    String unit = promised.getFirst().unit();
    Units.Spoken spoken = asked.units().computeIfAbsent(unit, u -> Units.spoken(tx, u));
    long earned = promised.stream().mapToLong(Promised::kept).sum();
    long left = earned - handed.stream().mapToLong(HandOver::quantity).sum();
    List<Given> given =
        handed.stream()
            .map(
                h ->
                    new Given(
                        h.id(),
                        said.amount(unit, h.quantity()),
                        words.say(
                            form.lang(),
                            "hand_over.given",
                            Map.of(
                                "day", said.day(h.givenAt()),
                                "amount", said.amount(unit, h.quantity()))),
                        h.acknowledgedAt() != null,
                        h.onPaper()))
            .toList();
    Instead instead = asked.instead().get(Instead.key(work.applicationId(), line));
    return new Line(
        work.applicationId(),
        line,
        Said.icon(unit),
        said.unit(unit),
        said.amount(unit, earned),
        spoken.number(left),
        spoken.word(words, form.lang()),
        left > 0,
        given,
        PickUp.of(asked.pickUps(), work.taskId(), line).spoken(words, form.lang()),
        instead == null ? "" : instead.spoken(said, words, form.lang()));
  }
}
