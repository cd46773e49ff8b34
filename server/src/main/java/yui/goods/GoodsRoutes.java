package yui.goods;

import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import yui.core.CommunityId;
import yui.db.Tx;
import yui.web.Answer;
import yui.web.Api;
import yui.web.Cursor;
import yui.web.Request;

/** The operations about pledges, something else, what cannot be eaten, and sponsors' statements. */
public final class GoodsRoutes {
  record TieEntry(UUID taskId, int rewardLine, @Nullable Boolean tied) {}

  record Told(String words) {}

  record Pledged(List<Pledge> items, List<Stock> stocks, @Nullable String nextCursor) {}

  private final Pledges pledges;
  private final Substitutions substitutions;
  private final FoodNeeds food;
  private final Statements statements;

  public GoodsRoutes(
      Pledges pledges, Substitutions substitutions, FoodNeeds food, Statements statements) {
    this.pledges = pledges;
    this.substitutions = substitutions;
    this.food = food;
    this.statements = statements;
  }

  public void bind(Api api) {
    api.read("listPledges", this::listPledges);
    api.write(
        "addPledge",
        (rq, tx) ->
            Answer.created(
                pledges.find(
                    tx, pledges.add(tx, rq.caller(), community(rq), rq.body(PledgeEntry.class)))));
    api.write(
        "withdrawPledge",
        (rq, tx) -> Answer.ok(pledges.withdraw(tx, rq.caller(), rq.id("pledgeId"))));
    api.write(
        "tiePledge",
        (rq, tx) -> {
          TieEntry entry = rq.body(TieEntry.class);
          return Answer.ok(
              pledges.tie(
                  tx,
                  rq.caller(),
                  rq.id("pledgeId"),
                  entry.taskId(),
                  entry.rewardLine(),
                  Objects.requireNonNullElse(entry.tied(), true)));
        });
    api.write(
        "proposeSubstitution",
        (rq, tx) ->
            Answer.created(
                substitutions.find(
                    tx,
                    substitutions.propose(
                        tx,
                        rq.caller(),
                        rq.id("applicationId"),
                        rq.body(SubstitutionEntry.class)))));
    api.read("listSubstitutions", this::listSubstitutions);
    api.write(
        "acceptSubstitution",
        (rq, tx) -> Answer.ok(substitutions.accept(tx, rq.caller(), rq.id("substitutionId"))));
    api.write(
        "declineSubstitution",
        (rq, tx) -> Answer.ok(substitutions.decline(tx, rq.caller(), rq.id("substitutionId"))));
    api.write(
        "withdrawSubstitution",
        (rq, tx) -> Answer.ok(substitutions.withdraw(tx, rq.caller(), rq.id("substitutionId"))));
    api.read("getFoodNeeds", (rq, tx) -> Answer.ok(new Told(food.own(tx, rq.caller().known()))));
    api.write(
        "putFoodNeeds",
        (rq, tx) ->
            Answer.ok(new Told(food.put(tx, rq.caller().known(), rq.body(Told.class).words()))));
    api.write(
        "putPartyFoodNeeds",
        (rq, tx) ->
            Answer.ok(
                new Told(
                    food.putParty(
                        tx, rq.caller(), rq.id("applicationId"), rq.body(Told.class).words()))));
    // A look is written down: so it reads in a transaction that writes.
    api.write("getCooksSheet", (rq, tx) -> Answer.ok(food.sheet(tx, rq.caller(), rq.id("taskId"))));
    api.read("getGoodsStatement", this::statement);
  }

  private Answer listPledges(Request rq, Tx tx) {
    int limit = rq.limit();
    List<Pledge> found =
        pledges.list(tx, rq.caller(), community(rq), place(rq).orElse(null), limit + 1);
    Cursor<Pledge> page = Cursor.cut(found, limit, p -> p.id().toString());
    return Answer.ok(
        new Pledged(
            page.items(), pledges.stocks(tx, rq.caller(), community(rq)), page.nextCursor()));
  }

  private Answer listSubstitutions(Request rq, Tx tx) {
    int limit = rq.limit();
    return Answer.ok(
        Cursor.cut(
            substitutions.ofApplication(
                tx, rq.caller(), rq.id("applicationId"), place(rq).orElse(null), limit + 1),
            limit,
            s -> s.id().toString()));
  }

  private Answer statement(Request rq, Tx tx) {
    return Answer.ok(
        statements.of(
            tx,
            rq.caller(),
            community(rq),
            rq.queryId("groupId").orElse(null),
            rq.queryId("fundId").orElse(null),
            LocalDate.parse(rq.query("from").orElseThrow()),
            LocalDate.parse(rq.query("to").orElseThrow())));
  }

  private static CommunityId community(Request rq) {
    return new CommunityId(rq.id("communityId"));
  }

  private static Optional<UUID> place(Request rq) {
    return rq.query("cursor").map(Cursor::decodeId);
  }
}
