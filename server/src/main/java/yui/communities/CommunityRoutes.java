package yui.communities;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import yui.core.CommunityId;
import yui.core.Days;
import yui.core.FieldError;
import yui.core.Refusal;
import yui.db.Tx;
import yui.web.Answer;
import yui.web.Api;
import yui.web.Cursor;
import yui.web.Request;

/** The operations about communities, groups and roles. */
public final class CommunityRoutes {
  private final Communities communities;
  private final Memberships memberships;
  private final Rules rules;

  public CommunityRoutes(Communities communities, Persons persons, Rules rules) {
    this.communities = communities;
    this.memberships = new Memberships(communities, persons);
    this.rules = rules;
  }

  public void bind(Api api) {
    api.read("listCommunities", this::listCommunities);
    api.write(
        "createCommunity",
        (request, tx) ->
            Answer.created(
                shown(
                    tx,
                    communities.open(tx, request.caller(), request.body(CommunityEntry.class)))));
    api.read(
        "getCommunity", (request, tx) -> Answer.ok(shown(tx, communities.get(tx, id(request)))));
    api.read("listGroups", this::listGroups);
    api.write(
        "addGroup",
        (request, tx) ->
            Answer.created(
                communities.addGroup(
                    tx, request.caller(), id(request), request.body(GroupEntry.class))));
    api.read(
        "listRules",
        (request, tx) -> {
          communities.get(tx, id(request));
          return Answer.ok(
              new Cursor<>(
                  rules.decided(tx, id(request)).stream().map(ShownRule::of).toList(), null));
        });
    api.write("decideRule", this::decideRule);
    api.write(
        "withdrawRule",
        (request, tx) -> {
          communities.get(tx, id(request));
          WithdrawalEntry entry = request.body(WithdrawalEntry.class);
          rules.withdraw(
              tx, request.caller(), id(request), entry.rule(), entry.from(), entry.reason());
          return Answer.nothing();
        });
    api.read("listMemberships", this::listMemberships);
    api.write(
        "addMembership",
        (request, tx) ->
            Answer.created(
                memberships.add(
                    tx, request.caller(), id(request), request.body(MembershipEntry.class))));
    api.write(
        "removeMembership",
        (request, tx) -> {
          memberships.remove(tx, request.caller(), id(request), request.id("membershipId"));
          return Answer.nothing();
        });
  }

  private Answer listCommunities(Request request, Tx tx) {
    int limit = request.limit();
    String after = request.query("cursor").map(Cursor::decodeCode).orElse("");
    return Answer.ok(
        Cursor.cut(CommunityStore.byCode(tx, after, limit + 1), limit, Community::code)
            .map(community -> shown(tx, community)));
  }

  private Answer listGroups(Request request, Tx tx) {
    communities.get(tx, id(request));
    Named after = Named.after(request);
    int limit = request.limit();
    return Answer.ok(
        Cursor.cut(
            CommunityStore.groups(tx, id(request), after.name(), after.id(), limit + 1),
            limit,
            Named.place(Group::name, group -> group.id().value())));
  }

  /** Which decision is taken back, and why. */
  record WithdrawalEntry(Rule rule, LocalDate from, String reason) {}

  /** What a coordinator decides. */
  record RuleEntry(Rule rule, LocalDate from, JsonNode value, @Nullable String source) {}

  private Answer decideRule(Request request, Tx tx) {
    communities.get(tx, id(request));
    RuleEntry entry = request.body(RuleEntry.class);
    List<FieldError> errors = entry.rule().errors(entry.value());
    if (!errors.isEmpty()) throw Refusal.invalid(errors);
    Rules.Decided decided =
        rules.decide(
            tx,
            request.caller(),
            id(request),
            entry.rule(),
            entry.from(),
            Objects.requireNonNull(stored(entry.value())),
            Objects.requireNonNullElse(entry.source(), ""));
    return Answer.created(ShownRule.of(decided));
  }

  /** A value as the database takes it. */
  static Object stored(JsonNode value) {
    if (value.isObject()) return new JsonObject(value.toString());
    if (value.isArray()) return new JsonArray(value.toString());
    if (value.isTextual()) return value.asText();
    return value.isBoolean() ? (Object) value.asBoolean() : (Object) value.asInt();
  }

  /** A decision as it is answered. */
  record ShownRule(
      String id,
      String rule,
      LocalDate from,
      Object value,
      String source,
      OffsetDateTime decidedAt,
      @Nullable OffsetDateTime withdrawnAt,
      @Nullable String withdrawnReason) {
    static ShownRule of(Rules.Decided decided) {
      String rule = decided.rule().toUpperCase(Locale.ROOT);
      return new ShownRule(
          rule + "@" + decided.from(),
          rule,
          decided.from(),
          decided.value() instanceof JsonObject json ? json.getMap() : decided.value(),
          decided.source(),
          Days.at(decided.decidedAt()),
          Days.maybeAt(decided.withdrawnAt()),
          decided.withdrawnAt() == null ? null : decided.reason());
    }
  }

  private Answer listMemberships(Request request, Tx tx) {
    Named after = Named.after(request);
    int limit = request.limit();
    return Answer.ok(
        Cursor.cut(
            memberships.list(
                tx, request.caller(), id(request), after.name(), after.id(), limit + 1),
            limit,
            Named.place(Member::name, Member::id)));
  }

  private static CommunityId id(Request request) {
    return new CommunityId(request.id("communityId"));
  }

  private Shown shown(Tx tx, Community c) {
    LocalDate today = Days.of(tx.now());
    return new Shown(
        c.id(),
        c.code(),
        c.name(),
        c.nameEn(),
        c.about(),
        c.lat(),
        c.lon(),
        c.officeName(),
        c.officePhone(),
        rules.reviewsTasks(tx, c.id(), today),
        rules.weights(tx, c.id(), today));
  }

  /** A community with the rules that hold today. */
  record Shown(
      CommunityId id,
      String code,
      String name,
      String nameEn,
      String about,
      double lat,
      double lon,
      String officeName,
      String officePhone,
      boolean reviewsTasks,
      Weights weights) {}

  /** Where a list by name goes on: after this name and id. */
  private record Named(String name, UUID id) {
    static Named after(Request request) {
      return request
          .query("cursor")
          .map(Cursor::decode)
          .map(Named::parsed)
          .orElse(new Named("", Communities.BEFORE_ALL));
    }

    private static Named parsed(String place) {
      try {
        return new Named(place.substring(37), UUID.fromString(place.substring(0, 36)));
      } catch (IllegalArgumentException | StringIndexOutOfBoundsException e) {
        throw Refusal.invalid("#/query/cursor", "cursor_unknown");
      }
    }

    static <T> Function<T, String> place(Function<T, String> name, Function<T, UUID> id) {
      return item -> id.apply(item) + "|" + name.apply(item);
    }
  }
}
