package yui.ledger;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import yui.core.CommunityId;
import yui.core.Days;
import yui.core.PersonId;
import yui.core.Refusal;
import yui.db.Audit;
import yui.db.Database;
import yui.db.Scope;
import yui.db.Tx;
import yui.web.Form;
import yui.web.Page;
import yui.web.Pages;
import yui.web.Typed;
import yui.web.Words;

/** What a host and a desk still owe: to whom, from which task; and what one resident came for. */
public final class OwedPages {
  record Line(
      UUID applicationId,
      UUID taskId,
      int rewardLine,
      String name,
      String icon,
      String amount,
      String number,
      String unit,
      String task,
      String pickUp,
      boolean late,
      String waiting,
      boolean canGive) {}

  record Group(String name, List<Line> lines) {}

  record OwedView(
      CommunityId communityId,
      String community,
      boolean hasGroups,
      List<Group> groups,
      boolean pledges,
      boolean hasErrors,
      List<Typed.Mistake> errors) {}

  record CameView(
      String code,
      String name,
      boolean hasLines,
      List<Line> lines,
      boolean hasErrors,
      List<Typed.Mistake> errors) {}

  private final HandOvers handOvers = new HandOvers();
  private static final String NO_CODE = "-";

  private final Database database;
  private final Words words;

  public OwedPages(Database database, Words words) {
    this.database = database;
    this.words = words;
  }

  public void bind(Pages pages) {
    pages.get("/communities/:id/owed", (form, tx) -> show(form, tx, Typed.stored(Map.of())));
    pages.post(
        "/communities/:id/owed",
        (form, tx) -> {
          HandOverPages.give(tx, form, handOvers);
          return Page.elsewhere(
              form.base() + "/communities/" + form.id("id") + "/owed", "handed_over");
        },
        (form, tx, fields, summary) -> show(form, tx, Typed.refused(form, fields, summary)));
    pages.get(
        "/pick-ups",
        (form, tx) -> {
          String code = PickUpCode.typed(form.text("code"));
          return Page.elsewhere(form.base() + "/h/" + (code.isEmpty() ? NO_CODE : code));
        });
    pages.get("/h", (form, tx) -> Page.elsewhere(form.base() + "/h/" + NO_CODE));
    // A look is written down: so it reads in a transaction that writes.
    pages.getPlain(
        "/h/:code",
        form ->
            database.write(Scope.of(form.caller()), tx -> came(form, tx, Typed.stored(Map.of()))));
    pages.post(
        "/h/:code",
        (form, tx) -> {
          HandOverPages.give(tx, form, handOvers);
          return Page.elsewhere(form.base() + "/h/" + form.path("code"), "handed_over");
        },
        (form, tx, fields, summary) -> came(form, tx, Typed.refused(form, fields, summary)));
  }

  private Page show(Form form, Tx tx, Typed typed) {
    CommunityId community = new CommunityId(form.id("id"));
    if (!form.caller().isStaffOf(community)) throw Refusal.notFound();
    boolean reads = form.caller().coordinates(community) || form.caller().audits(community);
    List<OwedLine> owed =
        OwedLines.ofCommunity(tx, community).stream()
            .filter(line -> reads || form.caller().actsFor(community, line.groupId()))
            .toList();
    Map<UUID, String> groups =
        Naming.groups(tx, owed.stream().map(line -> line.groupId().value()).toList());
    Map<String, List<Line>> byGroup = new LinkedHashMap<>();
    List<Line> lines = lines(form, tx, owed);
    for (int i = 0; i < owed.size(); i++) {
      byGroup
          .computeIfAbsent(
              groups.getOrDefault(owed.get(i).groupId().value(), ""), g -> new ArrayList<>())
          .add(lines.get(i));
    }
    return Page.show(
        "owed",
        new OwedView(
            community,
            Naming.community(tx, community, form.lang()),
            !byGroup.isEmpty(),
            byGroup.entrySet().stream().map(e -> new Group(e.getKey(), e.getValue())).toList(),
            true,
            typed.hasErrors(),
            typed.errors()));
  }

  /** The list of whoever showed their code; each look is written down. */
  private Page came(Form form, Tx tx, Typed typed) {
    form.caller().known();
    String code = PickUpCode.typed(form.path("code"));
    List<OwedLine> owed =
        OwedLines.toGive(tx, form.caller()).stream()
            .filter(line -> PickUpCode.of(line.personId()).equals(code))
            .toList();
    String name = "";
    if (!owed.isEmpty()) {
      PersonId person = owed.getFirst().personId();
      name = Naming.displayNames(tx, List.of(person.value())).getOrDefault(person.value(), "");
      // A refused form is shown again without another look: it was opened before.
      if (!form.isPost()) {
        Audit.write(
            tx,
            form.caller().known(),
            owed.getFirst().communityId(),
            "pick_up_look",
            Map.of("personId", person.toString()));
      }
    }
    return Page.show(
        "came",
        new CameView(
            code, name, !owed.isEmpty(), lines(form, tx, owed), typed.hasErrors(), typed.errors()));
  }

  private List<Line> lines(Form form, Tx tx, List<OwedLine> owed) {
    Map<UUID, String> names =
        Naming.displayNames(tx, owed.stream().map(line -> line.personId().value()).toList());
    Map<String, PickUp> pickUps = PickUp.of(tx, owed.stream().map(OwedLine::taskId).toList());
    Map<String, Instead> instead =
        Instead.of(tx, owed.stream().map(OwedLine::applicationId).toList());
    Said said = new Said(tx, words, form.lang());
    Map<String, Units.Spoken> units = new HashMap<>();
    List<Line> lines = new ArrayList<>();
    for (OwedLine line : owed) {
      PickUp pickUp = PickUp.of(pickUps, line.taskId(), line.line());
      Units.Spoken spoken = units.computeIfAbsent(line.unit(), unit -> Units.spoken(tx, unit));
      Instead asked = instead.get(Instead.key(line.applicationId(), line.line()));
      lines.add(
          new Line(
              line.applicationId(),
              line.taskId(),
              line.line(),
              names.getOrDefault(line.personId().value(), ""),
              Said.icon(line.unit()),
              said.amount(line.unit(), line.left()),
              spoken.number(line.left()),
              spoken.word(words, form.lang()),
              line.title(),
              pickUp.spoken(words, form.lang()),
              pickUp.until() != null && pickUp.until().isBefore(Days.of(tx.now())),
              asked == null ? "" : asked.spoken(said, words, form.lang()),
              form.caller().actsFor(line.communityId(), line.groupId())
                  && !form.caller().is(line.personId())));
    }
    return lines;
  }
}
