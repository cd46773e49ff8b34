package yui.ledger;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Year;
import java.util.List;
import java.util.Map;
import yui.core.CommunityId;
import yui.core.Days;
import yui.core.PersonId;
import yui.core.Refusal;
import yui.db.Database;
import yui.db.Scope;
import yui.db.Tx;
import yui.papers.Paper;
import yui.papers.PaperView;
import yui.papers.Press;
import yui.papers.Spelled;
import yui.web.Answer;
import yui.web.Api;
import yui.web.Cursor;
import yui.web.Form;
import yui.web.Page;
import yui.web.Pages;
import yui.web.Request;
import yui.web.Words;

/** What was paid and given in a year: to oneself, and for the office to everybody. */
public final class YearDoors {
  record ListEntry(YearList.Format format) {}

  record Shown(
      int year,
      String yearWords,
      boolean hasItems,
      PaperView paper,
      String before,
      boolean hasNext,
      String next) {}

  record Row(
      PersonId id,
      String name,
      String fees,
      String withheld,
      boolean isDue,
      String thanks,
      String travel,
      String net) {}

  record File(String href, String name, String when) {}

  record ListShown(
      CommunityId communityId,
      String community,
      int year,
      String yearWords,
      String above,
      boolean hasItems,
      List<Row> items,
      String fees,
      String withheld,
      String thanks,
      String travel,
      String net,
      boolean mayMake,
      boolean hasFiles,
      List<File> files,
      String before,
      boolean hasNext,
      String next,
      String refused) {}

  private final YearLists lists;
  private final Database database;
  private final Press press;
  private final Words words;

  public YearDoors(PayRules rules, Database database, Press press, Words words) {
    this.lists = new YearLists(rules, press, words);
    this.database = database;
    this.press = press;
    this.words = words;
  }

  public void bind(Api api) {
    api.read(
        "myYear",
        (request, tx) ->
            Answer.ok(
                MyYear.of(tx, request.caller().known(), year(request), request.caller().lang())));
    api.plain(
        "getMyYearPaper",
        request -> {
          Paper paper =
              database.read(
                  Scope.of(request.caller()),
                  tx -> {
                    MyYear mine =
                        MyYear.of(
                            tx, request.caller().known(), year(request), request.caller().lang());
                    if (mine.isEmpty()) throw Refusal.notFound();
                    return mine.paper(tx, request.caller().known(), words, request.caller().lang());
                  });
          return Answer.file(Press.CONTENT_TYPE, name(year(request)), press.print(paper));
        });
    api.write("listYearPayees", this::listYearPayees);
    api.write(
        "makeYearList",
        (request, tx) ->
            Answer.created(
                lists.make(
                    tx,
                    request.caller(),
                    LedgerRoutes.community(request),
                    year(request),
                    request.body(ListEntry.class).format())));
    api.read(
        "getYearList",
        (request, tx) -> {
          YearList.Made made =
              lists.find(
                  tx,
                  request.caller(),
                  LedgerRoutes.community(request),
                  year(request),
                  request.id("listId"));
          return Answer.file(
              made.format().contentType,
              made.fileName(),
              Settlements.kept(YearStore.bytes(tx, made.id())));
        });
  }

  private Answer listYearPayees(Request request, Tx tx) {
    int limit = request.limit();
    YearList list =
        lists.look(
            tx,
            request.caller(),
            LedgerRoutes.community(request),
            year(request),
            Places.id(request).orElse(null),
            limit + 1);
    return Answer.ok(Cursor.cut(list.payees(), limit, p -> p.personId().toString()));
  }

  public void bind(Pages pages) {
    pages.get("/me/ledger/years/:year", this::mine);
    pages.getPlain("/me/ledger/years/:year/statement.pdf", this::minePrinted);
    pages.getPlain(
        "/communities/:id/years/:year",
        form -> database.write(Scope.of(form.caller()), tx -> list(form, tx, "")));
    pages.post(
        "/communities/:id/years/:year",
        (form, tx) -> {
          ObjectNode body = Typing.body();
          Typing.text(body, "format", form);
          ListEntry entry = form.body("makeYearList", body, ListEntry.class);
          lists.make(tx, form.caller(), community(form), year(form), entry.format());
          return Page.elsewhere(at(form, year(form)), "year_list_made");
        },
        (form, tx, fields, summary) ->
            list(form, tx, fields.isEmpty() ? summary : String.join(" ", fields.values())));
    pages.atLength("POST /communities/:id/years/:year", "year_list");
    pages.get(
        "/communities/:id/years/:year/lists/:listId",
        (form, tx) -> {
          YearList.Made made =
              lists.find(tx, form.caller(), community(form), year(form), form.id("listId"));
          return new Page.File(
              made.format().contentType,
              made.fileName(),
              Settlements.kept(YearStore.bytes(tx, made.id())));
        });
  }

  private Page mine(Form form, Tx tx) {
    int year = year(form);
    PersonId me = form.caller().known();
    MyYear mine = MyYear.of(tx, me, year, form.lang());
    String at = form.base() + "/me/ledger/years/";
    return Page.show(
        "my_year",
        new Shown(
            year,
            Spelled.year(year, form.lang()),
            !mine.isEmpty(),
            PaperView.of(mine.paper(tx, me, words, form.lang())),
            year > YearLists.FIRST_YEAR ? at + (year - 1) : "",
            year < thisYear(tx),
            at + (year + 1)));
  }

  private Page minePrinted(Form form) {
    PersonId me = form.caller().known();
    Paper paper =
        database.read(
            Scope.of(form.caller()),
            tx -> {
              MyYear mine = MyYear.of(tx, me, year(form), form.lang());
              if (mine.isEmpty()) throw Refusal.notFound();
              return mine.paper(tx, me, words, form.lang());
            });
    return new Page.File(Press.CONTENT_TYPE, name(year(form)), press.print(paper));
  }

  private Page list(Form form, Tx tx, String refused) {
    int year = year(form);
    CommunityId community = community(form);
    YearList list =
        form.isPost()
            ? lists.again(tx, form.caller(), community, year)
            : lists.whole(tx, form.caller(), community, year);
    Said said = new Said(tx, words, form.lang());
    List<File> files =
        lists.made(tx, form.caller(), community, year).stream()
            .map(
                made ->
                    new File(
                        at(form, year) + "/lists/" + made.id(),
                        made.fileName(),
                        said.day(made.madeAt())))
            .toList();
    return Page.show(
        "year_payees",
        new ListShown(
            community,
            list.community(),
            year,
            Spelled.year(year, form.lang()),
            words.say(
                form.lang(),
                "year_payees.above",
                Map.of("amount", said.amount("JPY", list.above()))),
            !list.payees().isEmpty(),
            list.payees().stream().map(p -> row(p, said)).toList(),
            said.amount("JPY", list.sum(YearList.Payee::fees)),
            said.amount("JPY", list.sum(YearList.Payee::withheld)),
            said.amount("JPY", list.sum(YearList.Payee::thanks)),
            said.amount("JPY", list.sum(YearList.Payee::travel)),
            said.amount("JPY", list.sum(YearList.Payee::net)),
            form.caller().settles(community),
            !files.isEmpty(),
            files,
            year > YearLists.FIRST_YEAR ? at(form, year - 1) : "",
            year < thisYear(tx),
            at(form, year + 1),
            refused));
  }

  private static Row row(YearList.Payee p, Said said) {
    return new Row(
        p.personId(),
        p.name(),
        said.amount("JPY", p.fees()),
        said.amount("JPY", p.withheld()),
        p.isDue(),
        said.amount("JPY", p.thanks()),
        said.amount("JPY", p.travel()),
        said.amount("JPY", p.net()));
  }

  private static String at(Form form, int year) {
    return form.base() + "/communities/" + community(form) + "/years/" + year;
  }

  private static String name(int year) {
    return "thanks-" + year + ".pdf";
  }

  private static int thisYear(Tx tx) {
    return Year.from(Days.of(tx.now())).getValue();
  }

  private static CommunityId community(Form form) {
    return new CommunityId(form.id("id"));
  }

  private static int year(Form form) {
    return year(form.path("year"));
  }

  private static int year(Request request) {
    return year(request.path("year"));
  }

  private static int year(String typed) {
    if (!typed.matches("[0-9]{4}")) throw Refusal.notFound();
    int year = Integer.parseInt(typed);
    YearLists.mustBeAYear(year);
    return year;
  }
}
