package yui.ledger;

import java.util.UUID;
import java.util.function.BiFunction;
import yui.core.Caller;
import yui.core.PersonId;
import yui.db.Database;
import yui.db.Scope;
import yui.db.Tx;
import yui.papers.Paper;
import yui.papers.PaperView;
import yui.papers.Press;
import yui.web.Answer;
import yui.web.Api;
import yui.web.Form;
import yui.web.Page;
import yui.web.Pages;
import yui.web.Request;

/**
 * Receipts and statements to download and to print from a page. What stands on them is read in one
 * transaction, which keeps who looked; they are printed after it.
 */
public final class PaperDoors {
  private final Settlements settlements;
  private final Database database;
  private final Press press;

  public PaperDoors(Settlements settlements, Database database, Press press) {
    this.settlements = settlements;
    this.database = database;
    this.press = press;
  }

  public void bind(Api api) {
    for (SettlementPapers.Sort sort : SettlementPapers.Sort.values()) {
      api.plain(
          sort == SettlementPapers.Sort.RECEIPT ? "getReceipt" : "getStatement",
          request -> payee(request, sort));
    }
  }

  private Answer payee(Request request, SettlementPapers.Sort sort) {
    UUID id = request.id("settlementId");
    PersonId payee = new PersonId(request.id("personId"));
    Paper paper =
        written(request.caller(), (tx, caller) -> settlements.paper(tx, caller, id, payee, sort));
    return Answer.file(Press.CONTENT_TYPE, sort.word() + ".pdf", press.print(paper));
  }

  public void bind(Pages pages) {
    for (SettlementPapers.Sort sort : SettlementPapers.Sort.values()) {
      pages.getPlain(
          "/settlements/:id/payees/:pid/" + sort.word() + ".pdf", form -> payee(form, sort));
      pages.getPlain("/settlements/:id/" + sort.word() + "s", form -> all(form, sort));
    }
  }

  private Page payee(Form form, SettlementPapers.Sort sort) {
    UUID id = form.id("id");
    PersonId payee = new PersonId(form.id("pid"));
    Paper paper =
        written(form.caller(), (tx, caller) -> settlements.paper(tx, caller, id, payee, sort));
    return new Page.File(Press.CONTENT_TYPE, sort.word() + ".pdf", press.print(paper));
  }

  record Shown(UUID settlementId, PaperView paper) {}

  private Page all(Form form, SettlementPapers.Sort sort) {
    UUID id = form.id("id");
    Paper paper = written(form.caller(), (tx, caller) -> settlements.papers(tx, caller, id, sort));
    return Page.show("paper", new Shown(id, PaperView.of(paper)));
  }

  private Paper written(Caller caller, BiFunction<Tx, Caller, Paper> read) {
    return database.write(Scope.of(caller), tx -> read.apply(tx, caller));
  }
}
