package yui.matching;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import yui.core.Caller;
import yui.core.CommunityId;
import yui.core.FieldError;
import yui.core.Lang;
import yui.core.PersonId;
import yui.core.Refusal;
import yui.core.Spoken;
import yui.db.Tx;
import yui.tasks.TaskId;
import yui.web.Form;
import yui.web.Json;
import yui.web.Page;
import yui.web.Pages;
import yui.web.Typed;

/** A desk fills its open places: window, proposal, check, letters. */
final class ProposalPage {
  private static final int USUAL_DAYS = 27;
  private static final Set<String> REFUSED =
      Set.of(
          "invited_already", "already_applied", "not_a_candidate", "invited_often", "task_state");

  record SlotLine(String when, String places, String awaiting, String unfilled) {}

  record Person(
      String row,
      String name,
      String score,
      List<String> when,
      List<String> reasons,
      boolean checked) {}

  record Item(
      TaskId id, String title, List<SlotLine> slots, List<Person> people, boolean hasPeople) {}

  record View(
      CommunityId communityId,
      String community,
      Typed.Field from,
      Typed.Field to,
      boolean hasErrors,
      List<Typed.Mistake> errors,
      boolean made,
      String summary,
      boolean hasItems,
      boolean hasPeople,
      List<Item> items,
      String message) {}

  record Letters(String title, List<String> names) {}

  record CheckView(
      CommunityId communityId,
      String from,
      String to,
      boolean hasErrors,
      List<Typed.Mistake> errors,
      boolean hasItems,
      String count,
      List<Letters> items,
      List<String> rows,
      String message) {}

  record SentView(
      CommunityId communityId,
      String count,
      boolean hasItems,
      List<Letters> items,
      boolean hasRefused,
      List<String> refused) {}

  private final Matching matching;
  private final Invitations invitations;
  private final Proposals proposals;

  ProposalPage(Matching matching, Invitations invitations, Proposals proposals) {
    this.matching = matching;
    this.invitations = invitations;
    this.proposals = proposals;
  }

  void bind(Pages pages) {
    pages.getPlain("/communities/:cid/proposal", this::show);
    pages.post(
        "/communities/:cid/proposal/check",
        (form, tx) -> {
          entry(form);
          return check(form, tx, List.of());
        },
        this::again);
    pages.post("/communities/:cid/proposal/send", this::send, this::again);
    pages.atLength("POST /communities/:cid/proposal/send", "invitations");
    pages.get("/communities/:cid/proposal/sent", this::sent);
  }

  private static CommunityId community(Form form) {
    CommunityId id = new CommunityId(form.id("cid"));
    Proposals.coordinating(form.caller(), id);
    return id;
  }

  private Page show(Form form) {
    CommunityId id = community(form);
    LocalDate today = matching.today(form.caller());
    String from = form.filled("from").orElse(today.toString());
    String to = form.filled("to").orElse(today.plusDays(USUAL_DAYS).toString());
    Map<String, String> errors = new LinkedHashMap<>();
    List<Item> items = new ArrayList<>();
    String summary = "";
    boolean made = false;
    if (form.filled("from").isPresent() || form.filled("to").isPresent()) {
      try {
        ObjectNode body = Json.MAPPER.createObjectNode().put("from", from).put("to", to);
        ShownProposal proposal =
            proposals.propose(
                form.caller(), id, form.body("proposeAssignments", body, ProposalEntry.class));
        proposal.items().forEach(task -> items.add(item(task, form.lang())));
        summary =
            say(
                form,
                "proposal.summary",
                Map.of("open", proposal.placesOpen(), "n", proposal.placesProposed()));
        made = true;
      } catch (Refusal refusal) {
        if (!typed(refusal)) throw refusal;
        errors.putAll(errors(refusal, form));
      }
    }
    String community =
        matching.reading(
            form.caller(),
            tx -> matching.communityNames(tx, form.lang()).getOrDefault(id.toString(), ""));
    return Page.show(
        "proposal",
        new View(
            id,
            community,
            new Typed.Field("from", from, errors.getOrDefault("from", "")),
            new Typed.Field("to", to, errors.getOrDefault("to", "")),
            !errors.isEmpty(),
            mistakes(errors),
            made,
            summary,
            !items.isEmpty(),
            items.stream().anyMatch(Item::hasPeople),
            items,
            matching.say(form.lang(), "candidates.message_words")));
  }

  private static boolean typed(Refusal refusal) {
    return refusal.kind() == Refusal.Kind.INVALID || refusal.kind() == Refusal.Kind.CONFLICT;
  }

  private Map<String, String> errors(Refusal refusal, Form form) {
    Map<String, String> errors = new LinkedHashMap<>();
    for (FieldError error : refusal.errors()) {
      errors.putIfAbsent(
          error.pointer().substring(1), say(form, "field." + error.code(), error.values()));
    }
    if (errors.isEmpty()) {
      errors.put("to", say(form, "problem." + refusal.code(), refusal.values()));
    }
    return errors;
  }

  private static List<Typed.Mistake> mistakes(Map<String, String> errors) {
    return errors.entrySet().stream()
        .map(error -> new Typed.Mistake(error.getKey(), error.getValue()))
        .toList();
  }

  private Item item(ShownProposal.ForTask task, Lang lang) {
    List<SlotLine> slots = new ArrayList<>();
    Map<PersonId, Person> people = new LinkedHashMap<>();
    for (ShownProposal.ForSlot slot : task.slots()) {
      String when = Spoken.period(slot.startsAt().toInstant(), slot.endsAt().toInstant(), lang);
      slots.add(line(slot, when, lang));
      // Whom somebody else waits for already is proposed, but not asked unless the desk says so.
      int asked = slot.awaiting();
      for (Candidate candidate : slot.residents()) {
        boolean checked = asked < slot.places();
        asked++;
        people.merge(
            candidate.residentId(),
            person(task.taskId(), candidate, task.slots().size() == 1 ? "" : when, checked, lang),
            ProposalPage::both);
      }
    }
    return new Item(
        task.taskId(), task.title(), slots, List.copyOf(people.values()), !people.isEmpty());
  }

  private SlotLine line(ShownProposal.ForSlot slot, String when, Lang lang) {
    ShownProposal.Unfilled unfilled = slot.unfilled();
    return new SlotLine(
        when,
        matching.say(lang, "proposal.places", Map.of("n", slot.places())),
        slot.awaiting() == 0
            ? ""
            : matching.say(lang, "proposal.awaiting", Map.of("n", slot.awaiting())),
        unfilled == null
            ? ""
            : matching.say(
                lang,
                "proposal.unfilled",
                Map.of("n", unfilled.places(), "why", unfilled.detail())));
  }

  private Person person(TaskId task, Candidate candidate, String when, boolean checked, Lang lang) {
    return new Person(
        task + "." + candidate.residentId(),
        candidate.displayName(),
        matching.comparedFit(candidate.score(), lang),
        when.isEmpty() ? List.of() : List.of(when),
        candidate.reasons().stream().map(ShownReason::detail).toList(),
        checked);
  }

  /** Proposed for two slots of one task, somebody gets one letter. */
  private static Person both(Person one, Person other) {
    List<String> when = new ArrayList<>(one.when());
    when.addAll(other.when());
    return new Person(
        one.row(), one.name(), one.score(), when, one.reasons(), one.checked() || other.checked());
  }

  private InvitationsEntry entry(Form form) {
    community(form);
    ObjectNode body = Json.MAPPER.createObjectNode();
    ArrayNode rows = body.putArray("rows");
    for (String row : form.all("row")) {
      String[] ids = row.split("\\.", 2);
      rows.addObject().put("taskId", ids[0]).put("residentId", ids[ids.length - 1]);
    }
    form.filled("message").ifPresent(message -> body.put("message", message));
    if (rows.isEmpty()) throw Refusal.invalid("/rows", "choose_somebody");
    return form.body("inviteProposed", body, InvitationsEntry.class);
  }

  private Page again(Form form, Tx tx, Map<String, String> fieldErrors, String summary) {
    Map<String, String> errors = new LinkedHashMap<>();
    fieldErrors.forEach((pointer, text) -> errors.putIfAbsent(field(pointer), text));
    if (errors.isEmpty()) errors.put("main", summary);
    return check(form, tx, mistakes(errors));
  }

  private static String field(String pointer) {
    return pointer.startsWith("/message") ? "message" : "main";
  }

  private Page check(Form form, Tx tx, List<Typed.Mistake> errors) {
    CommunityId id = community(form);
    List<Proposals.Named> named = proposals.named(tx, form.caller(), id, form.all("row"));
    return Page.show(
        "proposal_check",
        new CheckView(
            id,
            form.text("from"),
            form.text("to"),
            !errors.isEmpty(),
            errors,
            !named.isEmpty(),
            Integer.toString(named.size()),
            letters(named),
            named.stream().map(Proposals.Named::row).toList(),
            form.text("message")));
  }

  private static List<Letters> letters(List<Proposals.Named> named) {
    Map<String, Letters> byTask = new LinkedHashMap<>();
    for (Proposals.Named one : named) {
      byTask
          .computeIfAbsent(
              one.task().toString(), none -> new Letters(one.title(), new ArrayList<>()))
          .names()
          .add(one.name());
    }
    return List.copyOf(byTask.values());
  }

  private Page send(Form form, Tx tx) {
    CommunityId id = community(form);
    InvitationsSent sent = proposals.invite(tx, form.caller(), id, entry(form));
    Map<String, Integer> refused = new TreeMap<>();
    for (InvitationsSent.Row row : sent.items()) {
      ShownReason problem = row.problem();
      if (problem != null) {
        refused.merge(REFUSED.contains(problem.code()) ? problem.code() : "other", 1, Integer::sum);
      }
    }
    StringBuilder there = new StringBuilder(form.base() + "/communities/" + id + "/proposal/sent");
    there.append("?at=").append(URLEncoder.encode(tx.now().toString(), StandardCharsets.UTF_8));
    refused.forEach((code, n) -> there.append('&').append(code).append('=').append(n));
    return Page.elsewhere(there.toString());
  }

  private Page sent(Form form, Tx tx) {
    CommunityId id = community(form);
    Caller caller = form.caller();
    List<Invitation> letters = invitations.sent(tx, caller, id, form.text("at"));
    Map<TaskId, Letters> byTask = new LinkedHashMap<>();
    for (Invitation one : letters) {
      byTask
          .computeIfAbsent(one.taskId(), none -> new Letters(one.taskTitle(), new ArrayList<>()))
          .names()
          .add(one.displayName());
    }
    List<String> refused = new ArrayList<>();
    for (String code : REFUSED.stream().sorted().toList()) refused(form, code, refused);
    refused(form, "other", refused);
    return Page.show(
        "proposal_sent",
        new SentView(
            id,
            say(form, "proposal.sent_count", Map.of("n", letters.size())),
            !letters.isEmpty(),
            List.copyOf(byTask.values()),
            !refused.isEmpty(),
            refused));
  }

  private void refused(Form form, String code, List<String> lines) {
    String n = form.text(code);
    if (n.matches("[1-9]\\d{0,2}")) lines.add(say(form, "proposal.not." + code, Map.of("n", n)));
  }

  private String say(Form form, String key, Map<String, ?> values) {
    return matching.say(form.lang(), key, values);
  }
}
