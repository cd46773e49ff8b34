package yui.communities;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import yui.core.Caller;
import yui.core.CommunityId;
import yui.core.Days;
import yui.core.Ids;
import yui.core.PersonId;
import yui.core.Refusal;
import yui.db.Audit;
import yui.db.Instants;
import yui.db.Tx;

/**
 * What holds in a community on a day: dated rows, and the shipped value where it decided nothing.
 */
public final class Rules {
  /**
   * Hours a chosen applicant has to confirm: usually, and when the day is within a week; more for
   * those whose home is farther than so many kilometres, who buy a ticket first.
   */
  public record ConfirmHours(int usual, int soon, int far, int farSoon, int farKm) {
    public static final ConfirmHours SHIPPED = new ConfirmHours(72, 24, 120, 48, 100);

    private static ConfirmHours of(JsonObject hours) {
      return new ConfirmHours(
          hours.getInteger("usual", SHIPPED.usual),
          hours.getInteger("soon", SHIPPED.soon),
          hours.getInteger("far", SHIPPED.far),
          hours.getInteger("farSoon", SHIPPED.farSoon),
          hours.getInteger("farKm", SHIPPED.farKm));
    }
  }

  /** Hours of the day in which nobody is reminded: from one until another, over midnight. */
  public record QuietHours(int from, int to) {
    static final QuietHours SHIPPED = new QuietHours(21, 7);

    public boolean holds(Instant now) {
      int hour = now.atZone(Days.TOKYO).getHour();
      return from <= to ? hour >= from && hour < to : hour >= from || hour < to;
    }
  }

  /** Nobody is told of the end of produce longer before. */
  public static final int MOST_PRODUCE_EXPIRY_DAYS = 60;

  static final String MATCHING_WEIGHTS = "matching_weights";

  /** The weights of the score. */
  public Weights weights(Tx tx, CommunityId community, LocalDate day) {
    return value(tx, community, MATCHING_WEIGHTS, day)
        .map(JsonObject.class::cast)
        .map(Weights::of)
        .orElse(Weights.SHIPPED);
  }

  /** Whether a coordinator approves each task before it opens. */
  public boolean reviewsTasks(Tx tx, CommunityId community, LocalDate day) {
    return value(tx, community, Rule.REVIEW_TASKS.key(), day)
        .map(Boolean.class::cast)
        .orElse(false);
  }

  public ConfirmHours confirmHours(Tx tx, CommunityId community, LocalDate day) {
    return value(tx, community, Rule.CONFIRM_HOURS.key(), day)
        .map(JsonObject.class::cast)
        .map(ConfirmHours::of)
        .orElse(ConfirmHours.SHIPPED);
  }

  public QuietHours quietHours(Tx tx, CommunityId community, LocalDate day) {
    return value(tx, community, Rule.QUIET_HOURS.key(), day)
        .map(JsonObject.class::cast)
        .map(h -> new QuietHours(h.getInteger("from"), h.getInteger("to")))
        .orElse(QuietHours.SHIPPED);
  }

  /** After how many days a host is reminded of an applicant who waits for an answer. */
  public int answerDays(Tx tx, CommunityId community, LocalDate day) {
    return whole(tx, community, Rule.ANSWER_DAYS, day, 3);
  }

  /** In which order applicants are put; they are chosen by people. */
  public Fairness fairness(Tx tx, CommunityId community, LocalDate day) {
    return value(tx, community, Rule.FAIRNESS.key(), day)
        .map(JsonObject.class::cast)
        .map(Fairness::of)
        .orElse(Fairness.NONE);
  }

  /** Whether companions' ages are asked. */
  public boolean asksAges(Tx tx, CommunityId community, LocalDate day, boolean insured) {
    return switch (companionAges(tx, community, day)) {
      case "ALWAYS" -> true;
      case "INSURED" -> insured;
      default -> false;
    };
  }

  /** When companions' ages are asked: NEVER, INSURED, ALWAYS. */
  String companionAges(Tx tx, CommunityId community, LocalDate day) {
    return value(tx, community, Rule.COMPANION_AGES.key(), day)
        .map(Object::toString)
        .orElse("NEVER");
  }

  /** How long after the last slot a promised travel cap waits for a claim. */
  public int travelClaimDays(Tx tx, CommunityId community, LocalDate day) {
    return whole(tx, community, Rule.TRAVEL_CLAIM_DAYS, day, 30);
  }

  /** Travel money by distance. */
  public TravelTable travelTable(Tx tx, CommunityId community, LocalDate day) {
    return value(tx, community, Rule.TRAVEL_TABLE.key(), day)
        .map(JsonArray.class::cast)
        .map(TravelTable::of)
        .orElse(TravelTable.SHIPPED);
  }

  /** What a way costs and how long it takes, roughly. */
  public TravelCost travelCost(Tx tx, CommunityId community, LocalDate day) {
    return value(tx, community, Rule.TRAVEL_COST.key(), day)
        .map(JsonObject.class::cast)
        .map(TravelCost::of)
        .orElse(TravelCost.SHIPPED);
  }

  /** How many years receipts are kept. */
  public int receiptYears(Tx tx, CommunityId community, LocalDate day) {
    return whole(tx, community, Rule.RECEIPT_YEARS, day, 5);
  }

  /** How many days before its end somebody is told of produce they have not got; 0: it stays. */
  public int produceExpiryDays(Tx tx, CommunityId community, LocalDate day) {
    return whole(tx, community, Rule.PRODUCE_EXPIRY_DAYS, day, 7);
  }

  /** Hours after a slot until the host, and then the desk, is asked who came. */
  public record AskHours(int host, int desk) {}

  public AskHours askHours(Tx tx, CommunityId community, LocalDate day) {
    return value(tx, community, Rule.ASK_ATTENDANCE.key(), day)
        .map(JsonObject.class::cast)
        .map(h -> new AskHours(h.getInteger("host"), h.getInteger("desk")))
        .orElse(new AskHours(12, 72));
  }

  /** Days after which one side's words are shown though the other is silent. */
  public int wordsDays(Tx tx, CommunityId community, LocalDate day) {
    return whole(tx, community, Rule.WORDS_DAYS, day, 14);
  }

  public Safety safety(Tx tx, CommunityId community, LocalDate day) {
    return value(tx, community, Rule.SAFETY.key(), day)
        .map(JsonObject.class::cast)
        .map(s -> new Safety(names(s, "accompanied"), names(s, "refused")))
        .orElse(Safety.SHIPPED);
  }

  private static Set<String> names(JsonObject value, String list) {
    return value.getJsonArray(list, new JsonArray()).stream()
        .map(Object::toString)
        .collect(Collectors.toSet());
  }

  private static final String HOLIDAY =
      """
      select from public_holidays where day = $1
      """;

  /** Whether somebody answers in the office all that time. */
  public boolean officeIsOpen(Tx tx, CommunityId community, Instant from, Instant to) {
    LocalDate first = Days.of(from);
    LocalDate last = Days.of(to);
    OfficeHours hours = officeHours(tx, community, first);
    if (from.atZone(Days.TOKYO).toLocalTime().isBefore(hours.from())
        || to.atZone(Days.TOKYO).toLocalTime().isAfter(hours.to())
        || !first.equals(last)) {
      return false;
    }
    return hours.opens(first) && !isHoliday(tx, first);
  }

  /** Whether the whole country has a holiday. */
  public boolean isHoliday(Tx tx, LocalDate day) {
    return tx.row(HOLIDAY, day).isPresent();
  }

  /** Yen above which a second person freezes a settlement. */
  public long fourEyesAbove(Tx tx, CommunityId community, LocalDate day) {
    return whole(tx, community, Rule.FOUR_EYES, day, 1_000_000);
  }

  /**
   * Yen a year above which a payment statement of fees is due. As shipped: the Ordinance for
   * Enforcement of the Income Tax Act, article 84.
   */
  public long paymentStatementAbove(Tx tx, CommunityId community, LocalDate day) {
    return whole(tx, community, Rule.PAYMENT_STATEMENT_ABOVE, day, 50_000);
  }

  /**
   * What holds on a day, and which version of it.
   *
   * @param from the day from which the community decided it so; null where it is as shipped
   */
  public record Version<T>(T value, @Nullable LocalDate from) {}

  private static final String LATEST_VERSION =
      """
      select value, valid_from from community_rules
      where community_id = $1 and rule = $2 and valid_from <= $3
      order by valid_from desc limit 1
      """;

  private static <T> Version<T> version(
      Tx tx, CommunityId community, Rule rule, LocalDate day, Function<Object, T> read, T shipped) {
    return tx.row(LATEST_VERSION, community.value(), rule.key(), day)
        .map(
            row -> new Version<>(read.apply(row.getValue("value")), row.getLocalDate("valid_from")))
        .orElseGet(() -> new Version<>(shipped, null));
  }

  /** Tax kept back from some payments. */
  public Version<Withholding> withholding(Tx tx, CommunityId community, LocalDate day) {
    return version(
        tx,
        community,
        Rule.WITHHOLDING,
        day,
        value -> Withholding.of((JsonObject) value),
        Withholding.SHIPPED);
  }

  private static final String CODE = "select code from communities where id = $1";

  /** Yen an hour; empty where nothing is known of the community's prefecture. */
  public Optional<MinimumWage> minimumWage(Tx tx, CommunityId community, LocalDate day) {
    Optional<MinimumWage> decided =
        tx.row(LATEST_VERSION, community.value(), Rule.MINIMUM_WAGE.key(), day)
            .map(
                row ->
                    new MinimumWage(
                        ((Number) row.getValue("value")).intValue(),
                        row.getLocalDate("valid_from"),
                        true));
    return decided.or(
        () ->
            tx.row(CODE, community.value())
                .flatMap(row -> MinimumWage.shipped(row.getString("code"), day)));
  }

  /** What a subsidy bears for one person in a fiscal year. */
  public Version<SubsidyCaps> subsidyCaps(Tx tx, CommunityId community, LocalDate day) {
    return version(
        tx,
        community,
        Rule.SUBSIDY_CAPS,
        day,
        value -> SubsidyCaps.of((JsonObject) value),
        SubsidyCaps.NONE);
  }

  /** By which plans helpers are insured. */
  public Version<Insurance> insurance(Tx tx, CommunityId community, LocalDate day) {
    return version(
        tx,
        community,
        Rule.INSURANCE,
        day,
        value -> Insurance.of((JsonObject) value),
        Insurance.SHIPPED);
  }

  /** How long what people told is kept. */
  public Retention retention(Tx tx, CommunityId community, LocalDate day) {
    return value(tx, community, Rule.RETENTION.key(), day)
        .map(JsonObject.class::cast)
        .map(Retention::of)
        .orElse(Retention.SHIPPED);
  }

  public OfficeHours officeHours(Tx tx, CommunityId community, LocalDate day) {
    return value(tx, community, Rule.OFFICE_HOURS.key(), day)
        .map(JsonObject.class::cast)
        .map(OfficeHours::of)
        .orElse(OfficeHours.SHIPPED);
  }

  /**
   * A rule as it was decided.
   *
   * @param withdrawnAt when it was taken back before its day, and {@code reason} why; null if never
   */
  record Decided(
      String rule,
      LocalDate from,
      Object value,
      String source,
      Instant decidedAt,
      @Nullable Instant withdrawnAt,
      String reason) {}

  private static final String ALL =
      """
      select rule, valid_from, value, source, decided_at, null::timestamptz as withdrawn_at,
          '' as reason
        from community_rules where community_id = $1
      union all
      select rule, valid_from, value, source, decided_at, withdrawn_at, reason
        from withdrawn_rules where community_id = $1
      order by rule, valid_from desc, decided_at desc
      """;

  /** Everything the community ever decided, what holds longest ago last. */
  List<Decided> decided(Tx tx, CommunityId community) {
    return tx.list(ALL, Rules::decided, community.value());
  }

  private static Decided decided(Row row) {
    return new Decided(
        row.getString("rule"),
        row.getLocalDate("valid_from"),
        row.getValue("value"),
        row.getString("source"),
        row.getOffsetDateTime("decided_at").toInstant(),
        Instants.maybe(row, "withdrawn_at"),
        row.getString("reason"));
  }

  private static final String ON_THAT_DAY =
      """
      select from community_rules where community_id = $1 and rule = $2 and valid_from = $3
      """;

  private static void allow(Caller caller, CommunityId community, Rule rule) {
    boolean may = rule.isAboutMoney() ? caller.settles(community) : caller.coordinates(community);
    if (!caller.isAdmin() && !may) throw Refusal.forbidden("forbidden");
    if (rule.isAboutMoney()) caller.demandProof();
  }

  /**
   * A coordinator's decision, from today or a later day on; about money the official desk's alone.
   */
  Decided decide(
      Tx tx,
      Caller caller,
      CommunityId community,
      Rule rule,
      LocalDate from,
      Object value,
      String source) {
    allow(caller, community, rule);
    LocalDate today = Days.of(tx.now());
    if (from.isBefore(today)) throw Refusal.invalid("/from", "in_the_past");
    // Whoever is watched cannot look away for the run at hand.
    if (rule == Rule.FOUR_EYES && !from.isAfter(today)) {
      throw Refusal.invalid("/from", "from_tomorrow");
    }
    return tx.actingFor(
        community,
        caller,
        () -> {
          if (tx.row(ON_THAT_DAY, community.value(), rule.key(), from).isPresent()) {
            throw Refusal.conflict("rule_decided_already");
          }
          decide(tx, community, rule.key(), from, value, source, caller.known());
          Audit.write(
              tx,
              caller.known(),
              community,
              "rule_decided",
              Map.of("rule", rule.key(), "from", from.toString()));
          return new Decided(rule.key(), from, value, source, tx.now(), null, "");
        });
  }

  private static final String WITHDRAW = "select withdraw_rule($1, $2, $3, $4, $5) as withdrawn";

  /** Takes a decision back whose day has not come; it stays in the history. */
  void withdraw(
      Tx tx, Caller caller, CommunityId community, Rule rule, LocalDate from, String reason) {
    allow(caller, community, rule);
    tx.actingFor(
        community,
        caller,
        () -> {
          boolean withdrawn =
              tx.row(WITHDRAW, Ids.next(), community.value(), rule.key(), from, reason)
                  .orElseThrow()
                  .getBoolean("withdrawn");
          if (!withdrawn) throw Refusal.notFound();
          Audit.write(
              tx,
              caller.known(),
              community,
              "rule_withdrawn",
              Map.of("rule", rule.key(), "from", from.toString()));
          return rule;
        });
  }

  /** The year's work, as it was decided or as it is shipped. */
  public List<Season> seasons(Tx tx, CommunityId community, LocalDate day) {
    return value(tx, community, Rule.SEASONS.key(), day)
        .map(JsonArray.class::cast)
        .map(Season::of)
        .orElse(Season.SHIPPED);
  }

  /** How many days before the work those who come may be told whose house it is. */
  public int householdReleaseDays(Tx tx, CommunityId community, LocalDate day) {
    return whole(tx, community, Rule.HOUSEHOLD_RELEASE_DAYS, day, 7);
  }

  private static final String LATEST =
      """
      select value from community_rules
      where community_id = $1 and rule = $2 and valid_from <= $3
      order by valid_from desc limit 1
      """;

  private int whole(Tx tx, CommunityId community, Rule rule, LocalDate day, int shipped) {
    return value(tx, community, rule.key(), day)
        .map(number -> ((Number) number).intValue())
        .orElse(shipped);
  }

  private Optional<Object> value(Tx tx, CommunityId community, String rule, LocalDate day) {
    return tx.row(LATEST, community.value(), rule, day).map(row -> row.getValue("value"));
  }

  private static final String DECIDE =
      """
      insert into community_rules
        (community_id, rule, valid_from, value, source, decided_by, decided_at)
      values ($1, $2, $3, $4, $5, $6::uuid, $7)
      """;

  /** Decides a rule from a day on; what held before stays written. */
  void decide(
      Tx tx,
      CommunityId community,
      String rule,
      LocalDate from,
      Object value,
      String source,
      @Nullable PersonId by) {
    tx.change(
        DECIDE,
        community.value(),
        rule,
        from,
        value,
        source,
        by == null ? null : by.value(),
        tx.now());
  }
}
