package yui.insurance;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import yui.core.CommunityId;
import yui.core.Days;
import yui.core.PersonId;
import yui.db.Tx;
import yui.people.People;
import yui.tasks.SlotId;
import yui.tasks.TaskId;
import yui.web.Answer;
import yui.web.Api;
import yui.web.Request;

/** The lists of names over HTTP. */
public final class InsuranceRoutes {
  private static final int USUAL_DAYS = 30;

  /** How it was sent, in the sender's words. */
  record SentEntry(@Nullable String note) {}

  /** A list as lists answer it. */
  record Summary(
      SlotId slotId,
      TaskId taskId,
      String title,
      OffsetDateTime startsAt,
      OffsetDateTime endsAt,
      String plan,
      Set<String> uncovered,
      int heads,
      long premiumYen,
      boolean sent,
      boolean changedSince) {
    static Summary of(NameList list) {
      return new Summary(
          list.slot().id(),
          list.task().id(),
          list.task().title(),
          Days.at(list.slot().startsAt()),
          Days.at(list.slot().endsAt()),
          list.choice().plan().name(),
          list.choice().uncovered(),
          list.people().size(),
          list.premiumYen(),
          list.isSent(),
          list.isChangedSince());
    }
  }

  record All(List<Summary> items) {}

  record Named(String name, @Nullable Integer age, boolean companion) {}

  record Sent(OffsetDateTime at, String by, String plan, int heads, String note) {}

  /** One list whole. */
  record Whole(
      Summary summary,
      @Nullable LocalDate from,
      List<String> things,
      List<Named> people,
      List<Sent> history) {}

  private final Insurances insurances;
  private final People people;

  public InsuranceRoutes(Insurances insurances, People people) {
    this.insurances = insurances;
    this.people = people;
  }

  public void bind(Api api) {
    api.read("listInsurance", this::list);
    api.read(
        "getInsuranceList",
        (rq, tx) ->
            Answer.ok(whole(tx, insurances.list(tx, rq.caller(), community(rq), slot(rq)))));
    api.write(
        "sendInsuranceList",
        (rq, tx) -> {
          String note = rq.body(SentEntry.class).note();
          return Answer.ok(
              whole(
                  tx,
                  insurances.send(
                      tx, rq.caller(), community(rq), slot(rq), note == null ? "" : note)));
        });
  }

  private Answer list(Request rq, Tx tx) {
    LocalDate from = rq.query("from").map(LocalDate::parse).orElse(Days.of(tx.now()));
    LocalDate to = rq.query("to").map(LocalDate::parse).orElse(from.plusDays(USUAL_DAYS));
    return Answer.ok(
        new All(
            insurances.coming(tx, rq.caller(), community(rq), from, to).stream()
                .map(Summary::of)
                .toList()));
  }

  private Whole whole(Tx tx, NameList list) {
    Map<PersonId, String> names = names(tx, people, list);
    return new Whole(
        Summary.of(list),
        list.from(),
        list.things(),
        list.people().stream()
            .map(one -> new Named(one.name(), one.age(), one.position() > 0))
            .toList(),
        list.sent().stream()
            .map(
                sent ->
                    new Sent(
                        Days.at(sent.at()),
                        names.getOrDefault(sent.by(), ""),
                        sent.plan(),
                        sent.heads(),
                        sent.note()))
            .toList());
  }

  /** Whoever sent it, by name. */
  static Map<PersonId, String> names(Tx tx, People people, NameList list) {
    Map<PersonId, String> names = new HashMap<>();
    people
        .contacts(tx, list.sent().stream().map(NameList.Sent::by).distinct().toList())
        .forEach(contact -> names.put(contact.id(), contact.name()));
    return names;
  }

  private static CommunityId community(Request rq) {
    return new CommunityId(rq.id("communityId"));
  }

  private static SlotId slot(Request rq) {
    return new SlotId(rq.id("slotId"));
  }
}
