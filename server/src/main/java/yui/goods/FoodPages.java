package yui.goods;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import yui.applications.Application;
import yui.core.Lang;
import yui.core.PersonId;
import yui.core.Spoken;
import yui.db.Database;
import yui.db.Scope;
import yui.db.Tx;
import yui.tasks.Task;
import yui.tasks.TaskId;
import yui.web.Form;
import yui.web.Json;
import yui.web.Page;
import yui.web.Pages;
import yui.web.Typed;
import yui.web.Words;

/** Where people tell what they cannot eat, and the sheet for whoever cooks. */
public final class FoodPages {
  record Party(UUID id, String title, String heads, Typed.Field words) {}

  record FoodView(
      Typed.Field words,
      boolean hasParties,
      List<Party> parties,
      boolean hasErrors,
      List<Typed.Mistake> errors) {}

  record NeedLine(String words, String parties) {}

  record Sitting(
      String when,
      String confirmed,
      String waiting,
      String mealCount,
      boolean hasNeeds,
      List<NeedLine> needs) {}

  record SheetView(UUID id, String title, boolean promised, List<Sitting> slots, String made) {}

  private final Database database;
  private final FoodNeeds food;
  private final Words words;

  public FoodPages(Database database, FoodNeeds food, Words words) {
    this.database = database;
    this.food = food;
    this.words = words;
  }

  public void bind(Pages pages) {
    pages.get("/me/food", (form, tx) -> show(form, tx, Typed.stored(Map.of())));
    pages.post(
        "/me/food",
        (form, tx) -> {
          PersonId me = form.caller().known();
          food.put(tx, me, told(form, "putFoodNeeds"));
          return Page.elsewhere(form.base() + "/me/food", "food_told");
        },
        (form, tx, fields, summary) -> show(form, tx, Typed.refused(form, fields, summary)));
    pages.post(
        "/me/food/:id",
        (form, tx) -> {
          food.putParty(tx, form.caller(), form.id("id"), told(form, "putPartyFoodNeeds"));
          return Page.elsewhere(form.base() + "/me/food", "food_told");
        },
        (form, tx, fields, summary) -> show(form, tx, Typed.refused(form, fields, summary)));
    // A look is written down: so it reads in a transaction that writes.
    pages.getPlain(
        "/tasks/:id/cook", form -> database.write(Scope.of(form.caller()), tx -> sheet(form, tx)));
  }

  private static String told(Form form, String operation) {
    ObjectNode body = Json.MAPPER.createObjectNode().put("words", form.text("words"));
    return form.body(operation, body, GoodsRoutes.Told.class).words();
  }

  private Page show(Form form, Tx tx, Typed typed) {
    PersonId me = form.caller().known();
    Lang lang = form.lang();
    boolean refused = typed.hasErrors();
    String about = refused && form.path("id") != null ? form.path("id") : "";
    List<Application> parties = food.parties(tx, me);
    Map<UUID, String> told = food.ofParties(tx, parties);
    Map<TaskId, Task> tasks = food.tasks(tx, parties);
    List<Party> rows = new ArrayList<>();
    for (Application party : parties) {
      Task task = tasks.get(party.taskId());
      UUID id = party.id().value();
      boolean own = about.equals(id.toString());
      rows.add(
          new Party(
              id,
              task == null ? "" : task.title(),
              words.say(lang, "application.heads", Map.of("heads", party.heads())),
              new Typed.Field(
                  "words-" + id,
                  own ? typed.value("words") : told.getOrDefault(id, ""),
                  own ? typed.field("words").error() : "")));
    }
    boolean own = refused && about.isEmpty();
    return Page.show(
        "food",
        new FoodView(
            new Typed.Field(
                "words",
                own ? typed.value("words") : food.own(tx, me),
                own ? typed.field("words").error() : ""),
            !rows.isEmpty(),
            rows,
            refused,
            typed.errors()));
  }

  private Page sheet(Form form, Tx tx) {
    Lang lang = form.lang();
    FoodNeeds.Sheet sheet = food.sheet(tx, form.caller(), form.id("id"));
    return Page.show(
        "cook",
        new SheetView(
            sheet.taskId(),
            sheet.title(),
            sheet.meals(),
            sheet.slots().stream()
                .map(
                    s ->
                        new Sitting(
                            FoodNeeds.when(s, lang),
                            Integer.toString(s.confirmed()),
                            Integer.toString(s.waiting()),
                            Integer.toString(s.meals()),
                            !s.needs().isEmpty(),
                            s.needs().stream()
                                .map(
                                    n ->
                                        new NeedLine(
                                            n.words(), n.parties() == 1 ? "" : "×" + n.parties()))
                                .toList()))
                .toList(),
            words.say(lang, "cook.made", Map.of("when", Spoken.moment(tx.now(), lang)))));
  }
}
