package yui.applications;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import yui.communities.Rules;
import yui.communities.SubsidyCaps;
import yui.core.Days;
import yui.db.Tx;
import yui.ledger.Subsidies;
import yui.tasks.Fares;
import yui.tasks.RewardKind;
import yui.tasks.RewardLine;
import yui.tasks.Task;

/** Whether choosing a party goes beyond what a subsidy bears for one person in a fiscal year. */
final class Caps {
  /** Beyond which limit, and how much it would be with this work. */
  record Over(String code, long capYen, long yen) {}

  private final Rules rules;
  private final Fares fares;

  Caps(Rules rules, Fares fares) {
    this.rules = rules;
    this.fares = fares;
  }

  /** Whoever calls sees the community's books. */
  List<Over> over(Tx tx, Task task, Application application) {
    LocalDate day =
        application.slots().stream()
            .map(ApplicationSlot::startsAt)
            .min(Comparator.<Instant>naturalOrder())
            .map(Days::of)
            .orElse(Days.of(tx.now()));
    SubsidyCaps caps = rules.subsidyCaps(tx, task.communityId(), day).value();
    if (caps.travelYen() == null && caps.cashYen() == null) return List.of();
    Subsidies.Used used =
        Subsidies.used(tx, task.communityId(), List.of(application.personId()), day, true)
            .getOrDefault(application.personId(), Subsidies.Used.NOTHING);
    // What is promised already stands in the books.
    boolean asks = !application.state().isChosen();
    List<Over> over = new ArrayList<>();
    add(
        over,
        "subsidy_cash",
        caps.cashYen(),
        used.thanksYen() + (asks ? cash(task, application) : 0));
    add(
        over,
        "subsidy_travel",
        caps.travelYen(),
        used.travelYen()
            + (asks ? fares.aHead(tx, task, application.personId()) * application.heads() : 0));
    return over;
  }

  private static long cash(Task task, Application application) {
    return task.rewards().stream()
            .filter(line -> line.kind() == RewardKind.CASH && line.payerFund() != null)
            .mapToLong((RewardLine line) -> line.amountFor(application.heads()))
            .sum()
        * application.slots().size();
  }

  private static void add(List<Over> over, String code, @Nullable Long cap, long yen) {
    if (cap != null && yen > cap) over.add(new Over(code, cap, yen));
  }
}
