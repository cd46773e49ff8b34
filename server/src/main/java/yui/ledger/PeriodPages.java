package yui.ledger;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import yui.core.CommunityId;
import yui.core.Days;
import yui.core.FiscalYear;
import yui.core.Lang;
import yui.core.Refusal;
import yui.db.Tx;
import yui.web.Form;
import yui.web.Page;
import yui.web.Pages;
import yui.web.Typed;
import yui.web.Words;

/**
 * The months of a community's books: what a month says, what is still open in it, and its close.
 */
public final class PeriodPages {
  private static final int OPEN = 50;
  private static final int MONTHS = 36;

  record Closed(String month, String fiscal, String closedAt, String by, String open) {}

  record Figure(String words, String count, String amount) {}

  record Pending(String href, String name, String about, String day, String amount) {}

  record View(
      CommunityId communityId,
      String community,
      boolean hasNext,
      Typed.Choice month,
      String chosen,
      String value,
      String fiscal,
      boolean hasFigures,
      List<Figure> figures,
      boolean hasOpen,
      List<Pending> open,
      boolean hasMoreOpen,
      List<String> runs,
      boolean mayClose,
      Typed.Field sure,
      boolean hasItems,
      List<Closed> items,
      boolean hasErrors,
      List<Typed.Mistake> errors) {}

  private final Periods periods = new Periods();
  private final Words words;

  public PeriodPages(Words words) {
    this.words = words;
  }

  public void bind(Pages pages) {
    pages.get("/communities/:id/periods", (form, tx) -> show(form, tx, Typed.stored(Map.of())));
    pages.post(
        "/communities/:id/periods",
        this::close,
        (form, tx, fields, summary) -> show(form, tx, Typed.refused(form, fields, summary)));
  }

  private Page close(Form form, Tx tx) {
    CommunityId community = new CommunityId(form.id("id"));
    ObjectNode body = Typing.body();
    Typing.text(body, "month", form);
    PeriodRoutes.Entry entry = form.body("closePeriod", body, PeriodRoutes.Entry.class);
    if (!form.ticked("sure")) throw Refusal.invalid("/sure", "missing");
    periods.close(tx, form.caller(), community, entry.month());
    return Page.elsewhere(form.base() + "/communities/" + community + "/periods", "period_closed");
  }

  private Page show(Form form, Tx tx, Typed typed) {
    CommunityId community = new CommunityId(form.id("id"));
    Lang lang = form.lang();
    Said said = new Said(tx, words, lang);
    List<Periods.Period> closed = periods.list(tx, form.caller(), community, null, MONTHS);
    List<YearMonth> closable = periods.closable(tx, community);
    YearMonth chosen = chosen(form, closable);
    Map<String, String> labels = new LinkedHashMap<>();
    closable.forEach(m -> labels.put(m.toString(), FiscalYear.month(m, lang)));
    List<Figure> figures = chosen == null ? List.of() : figures(tx, community, chosen, said);
    List<Periods.Open> open =
        chosen == null ? List.of() : periods.open(tx, community, chosen, OPEN + 1);
    String at = form.base() + "/communities/" + community;
    return Page.show(
        "periods",
        new View(
            community,
            Naming.community(tx, community, lang),
            chosen != null,
            typed.choice("month", labels, chosen == null ? List.of() : List.of(chosen.toString())),
            chosen == null ? "" : FiscalYear.month(chosen, lang),
            chosen == null ? "" : chosen.toString(),
            chosen == null ? "" : FiscalYear.of(chosen.atDay(1)).words(lang),
            !figures.isEmpty(),
            figures,
            !open.isEmpty(),
            pending(tx, open.subList(0, Math.min(OPEN, open.size())), at, said),
            open.size() > OPEN,
            periods.underWay(tx, community).stream()
                .map(run -> form.base() + "/settlements/" + run)
                .toList(),
            form.caller().settles(community),
            typed.field("sure"),
            !closed.isEmpty(),
            closed(tx, closed, lang, said),
            typed.hasErrors(),
            typed.errors()));
  }

  private static @Nullable YearMonth chosen(Form form, List<YearMonth> closable) {
    String asked = form.text("month");
    return closable.stream()
        .filter(m -> m.toString().equals(asked))
        .findFirst()
        .orElse(closable.isEmpty() ? null : closable.getLast());
  }

  private List<Figure> figures(Tx tx, CommunityId community, YearMonth month, Said said) {
    return periods.moved(tx, community, month).stream()
        .map(
            m ->
                new Figure(
                    said.movement(m.code(), m.purpose()),
                    Long.toString(m.count()),
                    said.amount(m.unit(), m.amount())))
        .toList();
  }

  private static List<Pending> pending(Tx tx, List<Periods.Open> open, String at, Said said) {
    List<UUID> applications = new ArrayList<>();
    for (Periods.Open o : open) {
      UUID application = o.about().applicationId();
      if (application != null) applications.add(application);
    }
    Map<UUID, Naming.Work> work = Naming.work(tx, applications);
    Map<UUID, String> names =
        Naming.persons(tx, open.stream().map(o -> o.personId().value()).toList());
    return open.stream()
        .map(
            o -> {
              UUID application = o.about().applicationId();
              Naming.Work known = application == null ? null : work.get(application);
              return new Pending(
                  at + "/ledger/" + o.id(),
                  names.getOrDefault(o.personId().value(), ""),
                  known == null ? "" : known.title(),
                  said.day(o.on()),
                  said.amount(o.unit(), o.amount()));
            })
        .toList();
  }

  private static List<Closed> closed(Tx tx, List<Periods.Period> closed, Lang lang, Said said) {
    Map<UUID, String> names =
        Naming.persons(tx, closed.stream().map(p -> p.closedBy().value()).toList());
    return closed.stream()
        .map(
            p ->
                new Closed(
                    FiscalYear.month(p.month(), lang),
                    FiscalYear.of(p.month().atDay(1)).words(lang),
                    said.day(Days.of(p.closedAt())),
                    names.getOrDefault(p.closedBy().value(), ""),
                    Integer.toString(p.openPromises())))
        .toList();
  }
}
