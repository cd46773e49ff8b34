package yui.ledger;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
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
      String given,
      boolean acknowledged) {}

  record Row(String name, String heads, List<Line> lines) {}

  record HandOversView(
      UUID id,
      String title,
      boolean hasRows,
      List<Row> rows,
      boolean hasErrors,
      List<Typed.Mistake> errors) {}

  private final HandOvers handOvers = new HandOvers();
  private final Words words;

  public HandOverPages(Words words) {
    this.words = words;
  }

  public void bind(Pages pages) {
    pages.get("/tasks/:id/hand-over", (form, tx) -> show(form, tx, Typed.stored(Map.of())));
    pages.post(
        "/tasks/:id/hand-over",
        this::give,
        (form, tx, fields, summary) -> show(form, tx, Typed.refused(form, fields, summary)));
  }

  private Page give(Form form, Tx tx) {
    UUID application = application(form);
    ObjectNode body = Typing.body();
    body.put("applicationId", application.toString());
    Typing.number(body, "rewardLine", form);
    String typed = Typing.digits(form.text("quantity"));
    try {
      body.put("quantity", kept(tx, application, form.text("rewardLine"), typed));
    } catch (ArithmeticException | NumberFormatException e) {
      body.put("quantity", typed);
    }
    ThanksRoutes.HandOverEntry entry =
        form.body("handOver", body, ThanksRoutes.HandOverEntry.class);
    handOvers.handOver(
        tx, form.caller(), entry.applicationId(), entry.rewardLine(), entry.quantity(), "");
    return Page.elsewhere(form.base() + "/tasks/" + form.id("id") + "/hand-over", "handed_over");
  }

  private static UUID application(Form form) {
    try {
      return UUID.fromString(form.text("applicationId"));
    } catch (IllegalArgumentException e) {
      throw Refusal.notFound();
    }
  }

  /** 1.5 kg typed are 1500 g kept. */
  private static long kept(Tx tx, UUID application, String line, String typed) {
    int scale =
        LedgerStore.promisedOf(tx, application).stream()
            .filter(p -> line.equals(String.valueOf(p.about().line())))
            .findFirst()
            .map(p -> Units.spoken(tx, p.unit()).scale())
            .orElse(0);
    return new BigDecimal(typed).scaleByPowerOfTen(scale).longValueExact();
  }

  private Page show(Form form, Tx tx, Typed typed) {
    UUID id = form.id("id");
    Naming.Task task = Naming.task(tx, id).orElseThrow(Refusal::notFound);
    if (!form.caller().actsFor(task.communityId(), task.groupId())) {
      throw Rights.refused(form.caller(), task.communityId());
    }
    List<Naming.Work> work = Naming.ofTask(tx, id);
    Map<UUID, String> names =
        Naming.displayNames(tx, work.stream().map(w -> w.personId().value()).toList());
    Said said = new Said(tx, words, form.lang());
    List<Row> rows = new ArrayList<>();
    for (Naming.Work w : work) {
      List<Line> lines = lines(form, tx, w, said);
      if (lines.isEmpty()) continue;
      rows.add(
          new Row(
              names.getOrDefault(w.personId().value(), ""),
              words.say(form.lang(), "application.heads", Map.of("heads", w.heads())),
              lines));
    }
    return Page.show(
        "hand_over",
        new HandOversView(
            id, task.title(), !rows.isEmpty(), rows, typed.hasErrors(), typed.errors()));
  }

  private List<Line> lines(Form form, Tx tx, Naming.Work work, Said said) {
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
                    said)));
    return lines;
  }

  private Line line(
      Form form,
      Tx tx,
      Naming.Work work,
      int line,
      List<Promised> promised,
      List<HandOver> handed,
      Said said) {
    String unit = promised.getFirst().unit();
    Units.Spoken spoken = Units.spoken(tx, unit);
    long earned = promised.stream().mapToLong(Promised::earned).sum();
    long left = earned - handed.stream().mapToLong(HandOver::quantity).sum();
    String given =
        handed.stream()
            .map(
                h ->
                    words.say(
                        form.lang(),
                        "hand_over.given",
                        Map.of(
                            "day", said.day(h.givenAt()),
                            "amount", said.amount(unit, h.quantity()))))
            .collect(Collectors.joining(words.say(form.lang(), "common.and")));
    return new Line(
        work.applicationId(),
        line,
        Said.icon(unit),
        said.unit(unit),
        said.amount(unit, earned),
        BigDecimal.valueOf(left, spoken.scale()).stripTrailingZeros().toPlainString(),
        spoken.said().isEmpty()
            ? words.say(form.lang(), "unit.meals")
            : words.say(form.lang(), "measure." + spoken.said()),
        left > 0,
        given,
        handed.stream().allMatch(h -> h.acknowledgedAt() != null));
  }
}
