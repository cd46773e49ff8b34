package yui.tasks;

import java.time.LocalDate;
import java.util.List;
import yui.communities.Communities;
import yui.communities.Rules;
import yui.core.CommunityId;
import yui.core.Days;
import yui.core.Refusal;
import yui.db.Tx;
import yui.web.Answer;
import yui.web.Api;
import yui.web.Request;

/**
 * Work that comes again, over HTTP: copies, templates, series, work days, what is being written.
 */
final class PlanRoutes {
  /** All of a list that is never long. */
  record Items(List<?> items) {}

  private final Tasks tasks;
  private final Copies copies;
  private final Templates templates;
  private final Series series;
  private final WorkDays workDays;
  private final Communities communities;
  private final Rules rules;

  PlanRoutes(Tasks tasks, Posting posting, Series series, Communities communities, Rules rules) {
    this.tasks = tasks;
    this.copies = new Copies(tasks, posting);
    this.templates = new Templates(tasks, copies, communities);
    this.series = series;
    this.workDays = new WorkDays(tasks, posting);
    this.communities = communities;
    this.rules = rules;
  }

  void bind(Api api) {
    api.write(
        "copyTask",
        (rq, tx) ->
            created(
                rq, tx, copies.copy(tx, rq.caller(), task(rq), rq.body(Copies.Entry.class).day())));
    api.read(
        "listTemplates",
        (rq, tx) -> Answer.ok(new Items(templates.list(tx, rq.caller(), community(rq, tx)))));
    api.write(
        "addTemplate",
        (rq, tx) ->
            Answer.created(
                templates.add(tx, rq.caller(), community(rq, tx), rq.body(Templates.Entry.class))));
    api.write(
        "useTemplate",
        (rq, tx) ->
            created(
                rq,
                tx,
                templates.use(
                    tx, rq.caller(), rq.id("templateId"), rq.body(Templates.UseEntry.class))));
    api.write(
        "removeTemplate",
        (rq, tx) -> {
          templates.remove(tx, rq.caller(), rq.id("templateId"));
          return Answer.nothing();
        });
    api.read(
        "listSeries",
        (rq, tx) -> Answer.ok(new Items(series.list(tx, rq.caller(), community(rq, tx)))));
    api.write("openSeries", this::openSeries);
    api.write("endSeries", (rq, tx) -> Answer.ok(series.end(tx, rq.caller(), rq.id("seriesId"))));
    api.read("listSeasons", this::seasons);
    bindWorkDays(api);
    bindUnfinished(api);
  }

  private void bindWorkDays(Api api) {
    api.read(
        "listWorkDays",
        (rq, tx) ->
            Answer.ok(
                workDays.list(tx, rq.caller(), community(rq, tx), rq.limit(), rq.query("cursor"))));
    api.write(
        "createWorkDay",
        (rq, tx) ->
            Answer.created(
                workDays.create(
                    tx, rq.caller(), community(rq, tx), rq.body(WorkDays.Entry.class))));
    api.read(
        "getWorkDay", (rq, tx) -> Answer.ok(workDays.get(tx, rq.caller(), rq.id("workDayId"))));
    api.write(
        "publishWorkDay",
        (rq, tx) -> Answer.ok(workDays.publish(tx, rq.caller(), rq.id("workDayId"))));
    api.write(
        "addWalkIn",
        (rq, tx) ->
            Answer.created(
                workDays.walkIn(
                    tx, rq.caller(), rq.id("workDayId"), rq.body(WorkDays.WalkInEntry.class))));
    api.write(
        "removeWalkIn",
        (rq, tx) -> {
          workDays.removeWalkIn(tx, rq.caller(), rq.id("walkInId"));
          return Answer.nothing();
        });
  }

  private void bindUnfinished(Api api) {
    api.read("listUnfinished", (rq, tx) -> Answer.ok(new Items(Unfinished.list(tx, rq.caller()))));
    api.write(
        "keepUnfinished",
        (rq, tx) -> {
          Unfinished.Entry entry = rq.body(Unfinished.Entry.class);
          communities.get(tx, entry.communityId());
          return Answer.ok(Unfinished.keep(tx, rq.caller(), rq.id("unfinishedId"), entry));
        });
    api.write(
        "removeUnfinished",
        (rq, tx) -> {
          if (!Unfinished.remove(tx, rq.caller(), rq.id("unfinishedId"))) {
            throw Refusal.notFound();
          }
          return Answer.nothing();
        });
  }

  private Answer openSeries(Request rq, Tx tx) {
    Series.Entry entry = rq.body(Series.Entry.class);
    return rq.flag("preview")
        ? Answer.ok(series.preview(tx, rq.caller(), task(rq), entry))
        : Answer.created(series.open(tx, rq.caller(), task(rq), entry));
  }

  private Answer seasons(Request rq, Tx tx) {
    LocalDate day = rq.query("day").map(LocalDate::parse).orElse(Days.of(tx.now()));
    return Answer.ok(
        new Items(
            rules.seasons(tx, community(rq, tx), day).stream()
                .map(season -> season.shown(day))
                .toList()));
  }

  private Answer created(Request rq, Tx tx, Task task) {
    return Answer.created(tasks.shown(tx, rq.caller(), task)).tagged(task.version());
  }

  private static TaskId task(Request rq) {
    return new TaskId(rq.id("taskId"));
  }

  private CommunityId community(Request rq, Tx tx) {
    return communities.get(tx, new CommunityId(rq.id("communityId"))).id();
  }
}
