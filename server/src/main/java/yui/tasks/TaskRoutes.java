package yui.tasks;

import java.util.List;
import yui.communities.Communities;
import yui.communities.Rules;
import yui.core.CommunityId;
import yui.core.GroupId;
import yui.core.Refusal;
import yui.db.Tx;
import yui.people.People;
import yui.photos.Darkroom;
import yui.web.Answer;
import yui.web.Api;
import yui.web.Request;
import yui.web.Words;

/**
 * Tasks over HTTP, and with them needs; searching is the matching room's, cancelling the
 * applications'.
 */
public final class TaskRoutes {
  /** Why something was returned. */
  record Reasoned(String reason) {}

  private final Tasks tasks;
  private final Posting posting;
  private final NeedRoutes needRoutes;
  private final PhotoRoutes photoRoutes;
  private final PlanRoutes planRoutes;
  private final TaskList list;
  private final Sheets sheets;
  private final Rules rules;
  private final Words words;

  public TaskRoutes(
      Tasks tasks,
      Posting posting,
      Needs needs,
      Communities communities,
      Rules rules,
      People people,
      Words words,
      NeedLetters letters,
      Darkroom darkroom,
      Series series) {
    this.tasks = tasks;
    this.rules = rules;
    this.words = words;
    this.posting = posting;
    this.planRoutes = new PlanRoutes(tasks, posting, series, communities, rules);
    this.photoRoutes = new PhotoRoutes(new Pictured(tasks, needs), darkroom);
    this.needRoutes =
        new NeedRoutes(
            needs,
            new Turning(needs, posting),
            new Households(tasks, needs, rules, people, letters),
            people);
    this.sheets = new Sheets(tasks);
    this.list = new TaskList(tasks, communities);
  }

  public void bind(Api api) {
    needRoutes.bind(api);
    photoRoutes.bind(api);
    planRoutes.bind(api);
    api.write("createTask", this::create);
    api.check("createTask", posting::check);
    api.check("changeTask", posting::check);
    api.write(
        "answerSheet",
        (rq, tx) ->
            Answer.ok(sheets.answer(tx, rq.caller(), task(rq), rq.body(Sheets.AnswerEntry.class))));
    api.read("listCommunityTasks", this::listCommunity);
    api.read("getTask", (rq, tx) -> shown(tx, rq, tasks.visible(tx, rq.caller(), task(rq))));
    api.read("getTaskAdvice", this::advice);
    api.write(
        "changeTask",
        (rq, tx) ->
            shown(
                tx,
                rq,
                posting.change(
                    tx, rq.caller(), task(rq), rq.body(TaskChange.class), rq.ifMatch())));
    api.write(
        "publishTask",
        (rq, tx) -> shown(tx, rq, posting.publish(tx, rq.caller(), task(rq), rq.ifMatch())));
    api.write(
        "returnTask",
        (rq, tx) ->
            shown(
                tx,
                rq,
                posting.giveBack(
                    tx, rq.caller(), task(rq), rq.body(Reasoned.class).reason(), rq.ifMatch())));
    api.write(
        "closeTask",
        (rq, tx) -> shown(tx, rq, posting.close(tx, rq.caller(), task(rq), rq.ifMatch())));
  }

  private Answer create(Request rq, Tx tx) {
    Task task = posting.write(tx, rq.caller(), community(rq), rq.body(TaskEntry.class));
    return Answer.created(tasks.shown(tx, rq.caller(), task)).tagged(task.version());
  }

  /** What is answered of a task's advice. */
  record Advised(List<Advice.Shown> items) {}

  private Answer advice(Request rq, Tx tx) {
    Task task = tasks.visible(tx, rq.caller(), task(rq));
    if (!tasks.isStaff(rq.caller(), task)) throw Refusal.forbidden("forbidden");
    return Answer.ok(
        new Advised(
            Advice.of(tx, rules, task).stream()
                .map(one -> one.shown(words, rq.caller().lang()))
                .toList()));
  }

  private Answer listCommunity(Request rq, Tx tx) {
    return Answer.ok(
        list.page(
            tx,
            rq.caller(),
            community(rq),
            rq.query("state").orElse(null),
            rq.queryId("groupId").map(GroupId::new),
            rq.limit(),
            rq.query("cursor")));
  }

  private Answer shown(Tx tx, Request rq, Task task) {
    return Answer.ok(tasks.shown(tx, rq.caller(), task)).tagged(task.version());
  }

  private static TaskId task(Request rq) {
    return new TaskId(rq.id("taskId"));
  }

  private static CommunityId community(Request rq) {
    return new CommunityId(rq.id("communityId"));
  }
}
