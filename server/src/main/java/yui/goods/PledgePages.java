package yui.goods;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import yui.communities.Communities;
import yui.communities.Community;
import yui.communities.Group;
import yui.core.Caller;
import yui.core.CommunityId;
import yui.core.Days;
import yui.core.FiscalYear;
import yui.core.GroupId;
import yui.core.Lang;
import yui.core.Spoken;
import yui.db.Tx;
import yui.ledger.Fund;
import yui.ledger.Funds;
import yui.ledger.Said;
import yui.ledger.Units;
import yui.tasks.Board;
import yui.tasks.RewardLine;
import yui.tasks.Task;
import yui.tasks.Tasks;
import yui.web.Form;
import yui.web.Json;
import yui.web.Page;
import yui.web.Pages;
import yui.web.Typed;
import yui.web.Words;

/** Pledges of a community's groups and sponsors, and each giver's statement. */
public final class PledgePages {
  private static final int MOST = 300;
  private static final int UNITS = 1_000;

  record StockRow(
      String giver,
      String icon,
      String unit,
      String pledged,
      String promised,
      String owed,
      String given,
      String left,
      String shortBy,
      String percent,
      String statementHref) {}

  record LineRow(UUID pledgeId, UUID taskId, int line, String title, boolean tied) {}

  record Row(
      UUID id,
      String giver,
      String icon,
      String amount,
      String name,
      String days,
      String pickUp,
      String note,
      boolean byDesk,
      boolean withdrawn,
      boolean late,
      boolean acts,
      List<LineRow> lines,
      List<LineRow> fits,
      boolean hasFits) {}

  record PledgesView(
      CommunityId communityId,
      String community,
      boolean hasStocks,
      List<StockRow> stocks,
      boolean hasPledges,
      List<Row> pledges,
      boolean mayAdd,
      Typed.Choice giver,
      Typed.Choice unit,
      Typed.Field quantity,
      Typed.Field name,
      Typed.Field harvestOn,
      Typed.Field availableFrom,
      Typed.Field bestBefore,
      Typed.Field pickUpUntil,
      Typed.Field place,
      Typed.Field hours,
      Typed.Field note,
      boolean hasErrors,
      List<Typed.Mistake> errors) {}

  record StatementLine(
      String unit, String pledged, String promised, String given, String expired, String people) {}

  record StatementView(
      CommunityId communityId,
      String community,
      String giver,
      String days,
      String from,
      String to,
      String giverField,
      String giverId,
      String csvHref,
      boolean hasLines,
      List<StatementLine> lines,
      String people,
      String made) {}

  private final Pledges pledges;
  private final Statements statements;
  private final Communities communities;
  private final Tasks tasks;
  private final Funds funds;
  private final Words words;
  private final Board board = new Board();

  public PledgePages(
      Pledges pledges,
      Statements statements,
      Communities communities,
      Tasks tasks,
      Funds funds,
      Words words) {
    this.pledges = pledges;
    this.statements = statements;
    this.communities = communities;
    this.tasks = tasks;
    this.funds = funds;
    this.words = words;
  }

  public void bind(Pages pages) {
    String all = "/communities/:cid/pledges";
    pages.get(all, (form, tx) -> show(form, tx, Typed.stored(Map.of())));
    pages.post(
        all,
        this::add,
        (form, tx, fields, summary) -> show(form, tx, Typed.refused(form, fields, summary)));
    pages.post(
        all + "/:id/withdraw",
        (form, tx) -> {
          pledges.withdraw(tx, form.caller(), form.id("id"));
          return back(form, "pledge_withdrawn");
        });
    pages.post(
        all + "/:id/lines",
        (form, tx) -> {
          ObjectNode body = Json.MAPPER.createObjectNode().put("taskId", form.text("taskId"));
          body.set("rewardLine", Typed.number(form.text("line")));
          body.put("tied", !form.ticked("untie"));
          GoodsRoutes.TieEntry entry = form.body("tiePledge", body, GoodsRoutes.TieEntry.class);
          pledges.tie(
              tx,
              form.caller(),
              form.id("id"),
              entry.taskId(),
              entry.rewardLine(),
              !form.ticked("untie"));
          return back(form, form.ticked("untie") ? "pledge_untied" : "pledge_tied");
        });
    pages.get("/communities/:cid/goods-statement", this::statement);
    pages.get("/communities/:cid/goods-statement.csv", this::csv);
    pages.atLength("GET /communities/:cid/goods-statement.csv", "goods");
  }

  private static Page back(Form form, String notice) {
    return Page.elsewhere(form.base() + "/communities/" + form.id("cid") + "/pledges", notice);
  }

  private static CommunityId community(Form form) {
    return new CommunityId(form.id("cid"));
  }

  private Page add(Form form, Tx tx) {
    ObjectNode body = Json.MAPPER.createObjectNode();
    String[] giver = form.text("giver").split(":", 2);
    if (giver.length == 2) {
      body.put(giver[0].equals("fund") ? "fundId" : "groupId", giver[1]);
    }
    for (String field :
        List.of(
            "unit",
            "name",
            "harvestOn",
            "availableFrom",
            "bestBefore",
            "pickUpUntil",
            "place",
            "hours",
            "note")) {
      form.filled(field).ifPresent(text -> body.put(field, text));
    }
    if (form.ticked("quantity")) {
      body.set("quantity", Units.typed(tx, form.text("unit"), form.text("quantity")));
    }
    pledges.add(
        tx, form.caller(), community(form), form.body("addPledge", body, PledgeEntry.class));
    return back(form, "pledge_added");
  }

  private Page show(Form form, Tx tx, Typed typed) {
    CommunityId id = community(form);
    Caller caller = form.caller();
    Lang lang = form.lang();
    List<Pledge> all = pledges.list(tx, caller, id, null, MOST);
    Said said = new Said(tx, words, lang);
    List<Task> coming = coming(tx, caller, id);
    Map<String, String> givers = givers(tx, caller, id);
    List<StockRow> stocks =
        pledges.stocks(tx, caller, id).stream().map(s -> stock(s, id, said, form)).toList();
    return Page.show(
        "pledges",
        new PledgesView(
            id,
            communities.find(tx, id).map(c -> c.name(lang)).orElse(""),
            !stocks.isEmpty(),
            stocks,
            !all.isEmpty(),
            all.stream().map(p -> row(tx, p, coming, caller, said, lang)).toList(),
            !givers.isEmpty(),
            typed.choice("giver", givers, givers.keySet().stream().limit(1).toList()),
            typed.choice("unit", Units.choices(tx, id, UNITS, words, lang), List.of("RICE_G")),
            typed.field("quantity"),
            typed.field("name"),
            typed.field("harvestOn"),
            typed.field("availableFrom"),
            typed.field("bestBefore"),
            typed.field("pickUpUntil"),
            typed.field("place"),
            typed.field("hours"),
            typed.field("note"),
            typed.hasErrors(),
            typed.errors()));
  }

  private List<Task> coming(Tx tx, Caller caller, CommunityId community) {
    List<Board.Posted> posted = board.posted(tx, community, null);
    Map<?, Task> byId = tasks.byIds(tx, posted.stream().map(Board.Posted::id).toList());
    return byId.values().stream().filter(task -> tasks.acts(caller, task)).toList();
  }

  private StockRow stock(Stock s, CommunityId community, Said said, Form form) {
    return new StockRow(
        s.giver(),
        Said.icon(s.unit()),
        said.unit(s.unit()),
        said.amount(s.unit(), s.pledged()),
        said.amount(s.unit(), s.promised()),
        said.amount(s.unit(), s.owed()),
        said.amount(s.unit(), s.given()),
        said.amount(s.unit(), Math.max(0, s.left())),
        s.overPromised()
            ? words.say(form.lang(), "pledges.short", Map.of("n", said.amount(s.unit(), -s.left())))
            : "",
        s.pledged() == 0
            ? "100"
            : Long.toString(
                Math.clamp(100 * (s.promised() + s.owed() + s.given()) / s.pledged(), 0, 100)),
        form.base()
            + "/communities/"
            + community
            + "/goods-statement?"
            + (s.groupId() == null ? "fundId=" + s.fundId() : "groupId=" + s.groupId()));
  }

  private Row row(Tx tx, Pledge p, List<Task> coming, Caller caller, Said said, Lang lang) {
    UUID group = p.groupId();
    boolean acts =
        group == null
            ? caller.settles(p.communityId())
            : caller.actsFor(p.communityId(), new GroupId(group));
    List<LineRow> fits = new ArrayList<>();
    if (acts && p.stands()) {
      for (Task task : coming) {
        for (RewardLine reward : task.rewards()) {
          boolean tied =
              p.lines().stream()
                  .anyMatch(
                      l -> l.taskId().equals(task.id().value()) && l.rewardLine() == reward.line());
          if (!tied && Pledges.fits(p, reward)) {
            fits.add(new LineRow(p.id(), task.id().value(), reward.line(), task.title(), false));
          }
        }
      }
    }
    LocalDate end = end(p);
    return new Row(
        p.id(),
        p.giver(),
        Said.icon(p.unit()),
        said.amount(p.unit(), p.quantity()),
        p.name(),
        days(p, lang),
        (p.place() + "　" + p.hours()).strip(),
        p.note(),
        p.byDesk(),
        !p.stands(),
        end != null && end.isBefore(Days.of(tx.now())),
        acts && p.stands(),
        p.lines().stream()
            .map(l -> new LineRow(p.id(), l.taskId(), l.rewardLine(), l.title(), true))
            .toList(),
        fits,
        !fits.isEmpty());
  }

  private static @Nullable LocalDate end(Pledge p) {
    LocalDate best = p.bestBefore();
    LocalDate until = p.pickUpUntil();
    if (best == null) return until;
    return until == null || best.isBefore(until) ? best : until;
  }

  private String days(Pledge p, Lang lang) {
    List<String> parts = new ArrayList<>();
    day(parts, "pledges.harvested", p.harvestOn(), lang);
    day(parts, "pick_up.from", p.availableFrom(), lang);
    day(parts, "pledges.best", p.bestBefore(), lang);
    day(parts, "pledges.pick_up_until", p.pickUpUntil(), lang);
    return String.join(lang.isEnglish() ? ", " : "　", parts);
  }

  private void day(List<String> parts, String key, @Nullable LocalDate day, Lang lang) {
    if (day != null) parts.add(words.say(lang, key, Map.of("day", Spoken.brief(day, lang))));
  }

  private Map<String, String> givers(Tx tx, Caller caller, CommunityId community) {
    Map<String, String> givers = new LinkedHashMap<>();
    for (Group group : communities.groups(tx, community)) {
      if (caller.actsFor(community, group.id())) givers.put("group:" + group.id(), group.name());
    }
    if (caller.settles(community)) {
      for (Fund fund : funds.list(tx, community, null, MOST)) {
        givers.put("fund:" + fund.id(), fund.name());
      }
    }
    return givers;
  }

  private Page statement(Form form, Tx tx) {
    Lang lang = form.lang();
    Statement statement = read(form, tx);
    Said said = new Said(tx, words, lang);
    CommunityId id = community(form);
    boolean group = statement.groupId() != null;
    UUID giver = group ? statement.groupId() : statement.fundId();
    String query =
        "?"
            + (group ? "groupId=" : "fundId=")
            + giver
            + "&from="
            + statement.from()
            + "&to="
            + statement.to();
    return Page.show(
        "goods_statement",
        new StatementView(
            id,
            communities.find(tx, id).map((Community c) -> c.name(lang)).orElse(""),
            statement.giver(),
            said.day(statement.from()) + "–" + said.day(statement.to()),
            statement.from().toString(),
            statement.to().toString(),
            group ? "groupId" : "fundId",
            String.valueOf(giver),
            form.base() + "/communities/" + id + "/goods-statement.csv" + query,
            !statement.lines().isEmpty(),
            statement.lines().stream()
                .map(
                    l ->
                        new StatementLine(
                            said.unit(l.unit()),
                            said.amount(l.unit(), l.pledged()),
                            said.amount(l.unit(), l.promised()),
                            said.amount(l.unit(), l.given()),
                            said.amount(l.unit(), l.expired()),
                            Integer.toString(l.people())))
                .toList(),
            Integer.toString(statement.people()),
            words.say(lang, "statement.made", Map.of("day", Spoken.day(tx.now(), lang)))));
  }

  private Page csv(Form form, Tx tx) {
    Statement statement = read(form, tx);
    Lang lang = form.lang();
    Said said = new Said(tx, words, lang);
    StringBuilder csv = new StringBuilder("\uFEFF");
    row(
        csv,
        List.of(
            words.say(lang, "statement.giver"),
            words.say(lang, "statement.from"),
            words.say(lang, "statement.to"),
            words.say(lang, "ledger.unit"),
            words.say(lang, "statement.measure"),
            words.say(lang, "pledges.pledged"),
            words.say(lang, "statement.promised"),
            words.say(lang, "statement.given"),
            words.say(lang, "statement.expired"),
            words.say(lang, "statement.people")));
    for (Statement.Line l : statement.lines()) {
      Units.Spoken spoken = Units.spoken(tx, l.unit());
      row(
          csv,
          List.of(
              statement.giver(),
              statement.from().toString(),
              statement.to().toString(),
              said.unit(l.unit()),
              spoken.word(words, lang),
              spoken.number(l.pledged()),
              spoken.number(l.promised()),
              spoken.number(l.given()),
              spoken.number(l.expired()),
              Integer.toString(l.people())));
    }
    return new Page.File(
        "text/csv; charset=utf-8",
        "goods-" + statement.from() + "-" + statement.to() + ".csv",
        csv.toString().getBytes(StandardCharsets.UTF_8));
  }

  /** Quoted, and what a spreadsheet would take for a formula is no formula. */
  private static void row(StringBuilder csv, List<String> cells) {
    List<String> quoted = new ArrayList<>();
    for (String cell : cells) {
      String safe =
          cell.matches("[=+@\\t\\r-].*") && !cell.matches("-?[0-9.]+") ? "'" + cell : cell;
      quoted.add('"' + safe.replace("\"", "\"\"") + '"');
    }
    csv.append(String.join(",", quoted)).append("\r\n");
  }

  /** This fiscal year's where no days are asked for. */
  private Statement read(Form form, Tx tx) {
    FiscalYear year = FiscalYear.of(Days.of(tx.now()));
    return statements.of(
        tx,
        form.caller(),
        community(form),
        form.filledId("groupId").orElse(null),
        form.filledId("fundId").orElse(null),
        day(form, "from").orElse(year.first()),
        day(form, "to").orElse(year.last()));
  }

  private static Optional<LocalDate> day(Form form, String name) {
    try {
      return form.filled(name).map(LocalDate::parse);
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
