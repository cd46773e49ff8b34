package yui;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import yui.applications.AnswerPages;
import yui.applications.ApplicationPages;
import yui.applications.ApplicationRoutes;
import yui.applications.Applications;
import yui.applications.ChoosingRoutes;
import yui.applications.Expiry;
import yui.applications.TaskEndingPages;
import yui.applications.TaskEndingRoutes;
import yui.applications.TaskEndings;
import yui.applications.WeatherHolds;
import yui.attendance.AttendancePages;
import yui.attendance.AttendanceRoutes;
import yui.attendance.Attendances;
import yui.attendance.Closing;
import yui.attendance.Silence;
import yui.audits.AuditSearchPages;
import yui.audits.AuditSearchRoutes;
import yui.banks.BankPages;
import yui.banks.BankRoutes;
import yui.banks.Banks;
import yui.communities.Communities;
import yui.communities.CommunityRoutes;
import yui.communities.Hosts;
import yui.communities.MemberPages;
import yui.communities.Offices;
import yui.communities.PersonSearchPages;
import yui.communities.Persons;
import yui.communities.RulePages;
import yui.communities.Rules;
import yui.communities.Staff;
import yui.core.Caller;
import yui.core.Lang;
import yui.core.Refusal;
import yui.db.Database;
import yui.db.Replica;
import yui.db.Scope;
import yui.db.Tx;
import yui.feeds.FeedPages;
import yui.feeds.FeedRoutes;
import yui.feeds.Feeds;
import yui.goods.Expiring;
import yui.goods.FoodNeeds;
import yui.goods.FoodPages;
import yui.goods.GoodsLetters;
import yui.goods.GoodsRoutes;
import yui.goods.PledgePages;
import yui.goods.Pledges;
import yui.goods.Statements;
import yui.goods.SubstitutionPages;
import yui.goods.Substitutions;
import yui.identity.AccessTokens;
import yui.identity.AccountPages;
import yui.identity.FirstAdministrator;
import yui.identity.LoginPages;
import yui.identity.LoginRoutes;
import yui.identity.Logins;
import yui.identity.Me;
import yui.identity.PaperCodePages;
import yui.identity.Recently;
import yui.identity.SecondFactorPages;
import yui.identity.SecondFactorRoutes;
import yui.identity.SecondFactors;
import yui.identity.SessionPages;
import yui.identity.Sessions;
import yui.incidents.IncidentPages;
import yui.incidents.IncidentRoutes;
import yui.incidents.Incidents;
import yui.insurance.InsurancePages;
import yui.insurance.InsuranceRoutes;
import yui.insurance.Insurances;
import yui.ledger.AuditPages;
import yui.ledger.AuditRoutes;
import yui.ledger.FundPages;
import yui.ledger.FundRoutes;
import yui.ledger.Funds;
import yui.ledger.HandOverPages;
import yui.ledger.Ledger;
import yui.ledger.LedgerPages;
import yui.ledger.LedgerRoutes;
import yui.ledger.MyLedgerPages;
import yui.ledger.OwedPages;
import yui.ledger.PaperDoors;
import yui.ledger.PeriodPages;
import yui.ledger.PeriodRoutes;
import yui.ledger.Proof;
import yui.ledger.Seals;
import yui.ledger.SettlementPages;
import yui.ledger.SettlementRoutes;
import yui.ledger.Settlements;
import yui.ledger.ThanksRoutes;
import yui.ledger.Transfers;
import yui.ledger.VoucherPages;
import yui.ledger.VoucherRoutes;
import yui.ledger.Vouchers;
import yui.ledger.YearDoors;
import yui.mail.MailChoicePages;
import yui.mail.MailChoiceRoutes;
import yui.mail.MailboxPost;
import yui.mail.MailboxRoutes;
import yui.mail.Outbox;
import yui.mail.Post;
import yui.mail.Postman;
import yui.mail.SmtpPost;
import yui.matching.Feed;
import yui.matching.Fitting;
import yui.matching.Freshness;
import yui.matching.Index;
import yui.matching.Invitations;
import yui.matching.Matching;
import yui.matching.MatchingPages;
import yui.matching.MatchingRoutes;
import yui.matching.Proposals;
import yui.matching.Searching;
import yui.messages.MessagePages;
import yui.messages.MessageRoutes;
import yui.messages.Messages;
import yui.opensearch.OpenSearchHome;
import yui.papers.Press;
import yui.people.AvailabilityPages;
import yui.people.BusyPages;
import yui.people.CalendarReader;
import yui.people.People;
import yui.people.ResidentPages;
import yui.people.ResidentRoutes;
import yui.people.Skills;
import yui.people.Weeks;
import yui.photos.Darkroom;
import yui.places.Maps;
import yui.places.Picking;
import yui.places.PlaceRoutes;
import yui.places.Places;
import yui.places.Tiles;
import yui.privacy.ErasedList;
import yui.privacy.Erasures;
import yui.privacy.Forgetting;
import yui.privacy.PrivacyPages;
import yui.privacy.PrivacyRoutes;
import yui.privacy.Records;
import yui.privacy.Register;
import yui.searches.Digests;
import yui.searches.SavedSearches;
import yui.searches.SearchPages;
import yui.searches.SearchRoutes;
import yui.sheets.SheetPages;
import yui.sheets.SheetRoutes;
import yui.sheets.Sheets;
import yui.stats.AllFiguresPages;
import yui.stats.FiguresPages;
import yui.stats.FiguresRoutes;
import yui.tasks.Board;
import yui.tasks.CareRoutes;
import yui.tasks.NeedLetters;
import yui.tasks.Needs;
import yui.tasks.Posting;
import yui.tasks.ReviewLetters;
import yui.tasks.Series;
import yui.tasks.TaskPages;
import yui.tasks.TaskRoutes;
import yui.tasks.TaskWords;
import yui.tasks.Tasks;
import yui.tasks.Unfinished;
import yui.travel.TravelClaims;
import yui.travel.TravelLetters;
import yui.travel.TravelPages;
import yui.travel.TravelRoutes;
import yui.trust.Meetings;
import yui.trust.Reports;
import yui.trust.ThanksWords;
import yui.trust.TrustPages;
import yui.trust.TrustRoutes;
import yui.vault.Vault;
import yui.web.Api;
import yui.web.Contract;
import yui.web.Errands;
import yui.web.Limits;
import yui.web.Pages;
import yui.web.Unreadable;
import yui.web.Words;
import yui.webhooks.WebhookPages;
import yui.webhooks.WebhookRoutes;
import yui.webhooks.WebhookSender;
import yui.webhooks.Webhooks;

/**
 * Where the rooms are made, by {@code new}; its own thread then runs jobs and a share of requests.
 */
final class Rooms extends VerticleBase {
  private static final int POOL = 16;
  private static final int MEETINGS = 6;
  private static final int FEEDER_POOL = 3;
  private static final int SEALS_A_TURN = 10_000;

  private final Config config;
  private final Databases databases;
  private final InstantSource clock;
  private final PrometheusMeterRegistry registry;
  private final Unreadable unreadable;
  private final Words words = Words.load();
  private @Nullable Router router;
  private Optional<String> administratorCode = Optional.empty();
  private @Nullable Farewell farewell;
  private @Nullable Patience patience;
  private @Nullable HttpServer server;
  private @Nullable String postman;
  private int port;
  private int metricsPort;

  Rooms(Config config, Databases databases, InstantSource clock, PrometheusMeterRegistry registry) {
    this.config = config;
    this.databases = databases;
    this.clock = clock;
    this.registry = registry;
    this.unreadable = new Unreadable(words);
  }

  /** The doors, for more listeners on the same port. */
  Router router() {
    if (router == null) throw new IllegalStateException("not started");
    return router;
  }

  /** Who closes connections that are too slow. */
  Patience patience() {
    if (patience == null) patience = new Patience(vertx, farewell(), unreadable);
    return patience;
  }

  /** How everybody who is in is answered before the end. */
  Farewell farewell() {
    if (farewell == null) farewell = new Farewell(vertx);
    return farewell;
  }

  /** Who answers what none of these doors can read. */
  Unreadable unreadable() {
    return unreadable;
  }

  int port() {
    return port;
  }

  int metricsPort() {
    return metricsPort;
  }

  /** Ends what is still open; done when the requests it has are answered. */
  Future<Void> closeDoor(long patience, TimeUnit unit) {
    return server == null ? Future.succeededFuture() : server.shutdown(patience, unit);
  }

  /** Takes no more letters; done when those in hand are delivered. */
  Future<Void> restPostman() {
    return postman == null ? Future.succeededFuture() : vertx.undeploy(postman);
  }

  // The first connection of a cold program on a busy machine takes longer than any later one.
  private static void meet(Database database) {
    for (int tries = 1; ; tries++) {
      try {
        database.read(Scope.ofSystem(), tx -> tx.row("select 1"));
        return;
      } catch (Refusal refusal) {
        if (tries == MEETINGS || refusal.kind() != Refusal.Kind.UNAVAILABLE) throw refusal;
      }
    }
  }

  @Override
  public Future<?> start() {
    Jobs jobs = new Jobs(registry);
    Database database =
        new Database(Server.pool(vertx, databases.app(), POOL), clock, replica(jobs));
    meet(database);
    Contract contract = Contract.load();
    InstantSource wallClock = wallClock(database, jobs);
    Limits limits = new Limits(wallClock, config.requestsPerMinute());
    String origin = config.origin();

    Outbox outbox = new Outbox();
    postman = deploy(new Postman(database, outbox, post(database), origin, config.mailsPerDay()));

    Persons persons = new Persons();
    Rules rules = new Rules();
    Funds funds = new Funds();
    Ledger ledger = new Ledger();
    Communities communities = new Communities(rules, funds::openDefault);
    Vault vault = Vault.at(config.bankKeys());
    Banks banks = new Banks(vault, rules::isHoliday);
    Press press = new Press(vertx);
    Settlements settlements = new Settlements(banks, new CommunityPayRules(rules), press, words);
    Vouchers vouchers = new Vouchers(rules::fourEyesAbove);
    People people = new People();
    Skills skills = new Skills();

    AccessTokens accessTokens = new AccessTokens(vertx, database, vault, wallClock, origin);
    Sessions sessions = new Sessions(database, accessTokens, wallClock, origin, config.demo());
    Logins logins = new Logins(wallClock, outbox, persons, accessTokens, origin, config.logins());
    FirstAdministrator first = new FirstAdministrator(wallClock, persons, config.adminEmail());
    makeAdministrator(database, persons, first);
    SecondFactors factors = new SecondFactors(vault, outbox, wallClock, words, origin);

    Tasks tasks = new Tasks();
    Board board = new Board();
    TaskWords taskWords = new TaskWords(words);
    Darkroom darkroom = new Darkroom(vertx);
    NeedLetters needLetters = new NeedLetters(people, communities, outbox, words, origin);
    Needs needs = new Needs(communities, persons, people, needLetters);

    Index index =
        config
            .match()
            .map(at -> new Index(at.toString(), () -> OpenSearchHome.open(at), registry))
            .orElseGet(() -> new Index(config.data().resolve("index"), registry));
    Database feeder = new Database(Server.pool(vertx, databases.feeder(), FEEDER_POOL), clock);
    Feed feed = new Feed(feeder, index, registry);
    deploy(feed);
    Matching matching = new Matching(database, index, tasks, people, skills, communities, words);
    Searching searching = new Searching(database, index, tasks, board, communities, skills, words);
    Invitations invitations = new Invitations(tasks, people, outbox, taskWords, origin);
    Proposals proposals =
        new Proposals(database, index, tasks, people, matching, invitations, words);

    Applications applications =
        new Applications(tasks, people, communities, rules, ledger, outbox, words, origin);
    TaskEndings endings = new TaskEndings(tasks, applications);
    WeatherHolds weather = new WeatherHolds(tasks, endings, applications);
    ReviewLetters reviewLetters = new ReviewLetters(people, communities, outbox, words, origin);
    Posting posting =
        new Posting(
            tasks, needs, communities, rules, skills, funds, reviewLetters, applications::moreRoom);
    Series series = new Series(tasks, posting);
    Messages messages = new Messages(applications, tasks, communities, people, outbox, origin);
    Attendances attendances =
        new Attendances(tasks, applications, ledger, people, communities, outbox, words, origin);

    Register register = Register.load();
    Records records = new Records(register, vault, banks::told, words);
    Duration grace = Duration.ofDays(config.terms().graceDays());
    Erasures erasures = new Erasures(outbox, words, origin, grace);
    Recently recently = new Recently(sessions, wallClock, origin);

    Me me = new Me(people::isResident);
    Api api = new Api(contract, database, sessions, limits, words);
    new LoginRoutes(database, logins, sessions, me).bind(api);
    Staff staff = new Staff(communities);
    new SecondFactorRoutes(database, logins, sessions, factors, staff, communities).bind(api);
    new CommunityRoutes(communities, persons, rules).bind(api);
    CalendarReader calendars = new CalendarReader(vertx, clock);
    new ResidentRoutes(communities, skills, calendars).bind(api);
    new TaskRoutes(
            tasks, posting, needs, communities, rules, people, words, needLetters, darkroom, series)
        .bind(api);
    new MatchingRoutes(matching, searching, invitations, proposals, new Freshness(database, feed))
        .bind(api);
    new ApplicationRoutes(applications, tasks, communities, people, skills, words).bind(api);
    Fitting fitting = new Fitting(matching, words);
    new ChoosingRoutes(applications, tasks, people, fitting, words).bind(api);
    new TaskEndingRoutes(endings, weather, tasks).bind(api);
    new MessageRoutes(messages).bind(api);
    Feeds feeds = new Feeds(applications, tasks, board, communities, words, origin);
    MailChoicePages mailChoices = new MailChoicePages(speaking(me), words);
    mailChoices.bind(api);
    new FeedRoutes(feeds).bind(api);
    SavedSearches searches = new SavedSearches();
    new SearchRoutes(searches, origin).bind(api);
    Webhooks webhooks = new Webhooks(communities, config.demo());
    new WebhookRoutes(webhooks).bind(api);
    new AttendanceRoutes(attendances, applications, people, words).bind(api);
    new LedgerRoutes(words).bind(api);
    new PeriodRoutes().bind(api);
    new FundRoutes(words).bind(api);
    new FiguresRoutes(communities, words).bind(api);
    new AuditRoutes(database).bind(api);
    new AuditSearchRoutes().bind(api);
    new PrivacyRoutes(register, records, erasures, recently, communities, words).bind(api);
    new VoucherRoutes(vouchers).bind(api);
    new SettlementRoutes(settlements).bind(api);
    PaperDoors papers = new PaperDoors(settlements, database, press);
    papers.bind(api);
    YearDoors years = new YearDoors(new CommunityPayRules(rules), database, press, words);
    years.bind(api);
    new ThanksRoutes().bind(api);
    TravelClaims travelClaims =
        new TravelClaims(ledger, rules, new TravelLetters(people, communities, outbox, origin));
    new TravelRoutes(travelClaims, ledger, people, darkroom).bind(api);
    new BankRoutes(banks).bind(api);
    Insurances insurances = new Insurances(communities, rules, tasks, skills);
    new InsuranceRoutes(insurances, people).bind(api);

    Places places = new Places(communities);
    new PlaceRoutes(places).bind(api);
    Maps maps = new Maps(config.tiles(), words);
    Picking picking = new Picking(places, maps, words);

    Errands errands = new Errands(database, words);
    deploy(errands);
    Pages pages =
        new Pages(
            contract,
            database,
            sessions,
            limits,
            words,
            new Offices(database, communities, wallClock),
            errands,
            origin,
            config.demo());

    new SecondFactorPages(factors, staff, communities, words, origin, config.demo()).bind(pages);
    new SessionPages(logins, first, words, origin).bind(pages);
    new LoginPages(
            logins,
            factors,
            words,
            origin,
            config.smtpUrl() == null,
            config.demo() ? DemoLogins.of(words) : List.of())
        .bind(pages);
    new PaperCodePages(new Hosts(communities), logins, communities, words, origin).bind(pages);
    new MemberPages(communities, persons, words).bind(pages);
    new AdminPages(communities, picking, board::all).bind(pages);
    CommunityPages communityPages = new CommunityPages(communities, tasks, board, maps, words);
    communityPages.bind(pages);
    Transfers transfers = new Transfers();
    Incidents incidents = new Incidents(tasks, communities, people, outbox, words, origin);
    Reports reports = new Reports(tasks, communities, people, messages, outbox, origin);
    new HomePages(
            database,
            people,
            communities,
            communityPages,
            new HostHome.Maker(communities, board, words),
            new DeskHome.Maker(
                communities, board, travelClaims, transfers, incidents, reports, insurances),
            new ResidentHome.Maker(
                applications, tasks, matching, invitations, people, communities, transfers, words),
            erasures)
        .bind(pages);
    new DeskPages(communities, board, people, needs, travelClaims, words).bind(pages);
    new InsurancePages(insurances, communities, people, words).bind(pages);
    new DocsPages(contract).bind(pages);
    new ResidentPages(communities, skills, picking, words).bind(pages);
    new AvailabilityPages(new ConfirmedTimes(applications, words), words).bind(pages);
    new BusyPages(calendars, words).bind(pages);
    TaskPages taskPages =
        new TaskPages(
            tasks,
            posting,
            needs,
            communities,
            rules,
            people,
            skills,
            funds,
            words,
            needLetters,
            darkroom,
            series,
            maps,
            picking,
            origin);
    taskPages.bind(pages);
    new TaskEndingPages(endings, weather, taskPages).bind(pages);
    new MatchingPages(matching, searching, invitations, proposals, maps).bind(pages);
    new ApplicationPages(applications, tasks, communities, people, skills, fitting, words)
        .bind(pages);
    mailChoices.bind(pages);
    new FeedPages(feeds).bind(pages);
    new SearchPages(searches, searching, database, origin).bind(pages);
    new WebhookPages(webhooks, communities, words).bind(pages);
    new MessagePages(messages, words).bind(pages);
    new AnswerPages(applications, tasks, communities, words).bind(pages);
    new AttendancePages(attendances, applications, tasks, people, words).bind(pages);
    new MyLedgerPages(words, origin).bind(pages);
    new OwedPages(database, words).bind(pages);
    new HandOverPages(words).bind(pages);
    new SettlementPages(settlements, banks, words).bind(pages);
    papers.bind(pages);
    years.bind(pages);
    new TravelPages(database, travelClaims, ledger, communities, people, darkroom, words)
        .bind(pages);
    new LedgerPages(database, words).bind(pages);
    new PeriodPages(words).bind(pages);
    new FundPages(words).bind(pages);
    new FiguresPages(communities, words).bind(pages);
    new AllFiguresPages(communities, words).bind(pages);
    Sheets sheets = new Sheets(communities);
    new SheetRoutes(sheets).bind(api);
    new SheetPages(sheets, communities, tasks, words, origin).bind(pages);
    new PersonSearchPages(database, communities, words).bind(pages);
    new AccountPages(database, communities, logins, words).bind(pages);
    new AdminHome(
            database,
            outbox,
            words,
            config.mailsPerDay(),
            () ->
                new Doors.Health(
                    faults(database, feed, banks, factors, records), warnings(feed, accessTokens)))
        .bind(pages);
    new AuditPages(words).bind(pages);
    new AuditSearchPages(words).bind(pages);
    new PrivacyPages(register, records, erasures, recently, communities, words).bind(pages);
    new VoucherPages(vouchers, words).bind(pages);
    new BankPages(banks, words).bind(pages);

    GoodsLetters goodsLetters = new GoodsLetters(people, communities, outbox, words, origin);
    Pledges pledges = new Pledges(communities, tasks, funds);
    Substitutions substitutions =
        new Substitutions(applications, tasks, funds, ledger, goodsLetters);
    FoodNeeds food = new FoodNeeds(applications, tasks);
    Statements statements = new Statements(communities, funds);
    new GoodsRoutes(pledges, substitutions, food, statements).bind(api);
    new PledgePages(pledges, statements, communities, tasks, funds, words).bind(pages);
    new SubstitutionPages(substitutions, applications, communities, people, words).bind(pages);
    new FoodPages(database, food, words).bind(pages);

    Expiry expiry = new Expiry(database, applications);
    new IncidentRoutes(incidents, people).bind(api);
    new IncidentPages(incidents, tasks, communities, people, words).bind(pages);

    new RulePages(communities, rules, words).bind(pages);
    CareRoutes care = new CareRoutes(tasks);
    care.bind(api);
    care.bind(pages);
    ThanksWords thanksWords = new ThanksWords(applications, tasks, rules);
    Meetings meetings = new Meetings(communities, people);
    new TrustRoutes(thanksWords, meetings, reports, people).bind(api);
    new TrustPages(thanksWords, meetings, reports, communities, people, words).bind(pages);

    Silence silence = new Silence(database, tasks, rules, people, communities, outbox, origin);
    Closing closing = new Closing(database, tasks, applications, ledger);
    Seals seals = new Seals();
    WebhookSender webhookSender = new WebhookSender(vertx, database, wallClock, config.demo());
    jobs.every(Duration.ofSeconds(1), "send webhooks", webhookSender::run);
    jobs.every(Duration.ofHours(6), "forget old webhook messages", webhookSender::forget);
    jobs.every(Duration.ofSeconds(15), "expire silent choices", expiry::run);
    jobs.every(Duration.ofSeconds(20), "remind who comes", applications.reminding(database));
    jobs.every(Duration.ofSeconds(30), "ask about weather", applications.weatherAsking(database));
    jobs.every(Duration.ofSeconds(60), "ask for answers", applications.asking(database));
    jobs.every(
        Duration.ofHours(6),
        "forget old answer links",
        () -> database.write(Scope.ofSystem(), applications::forgetOldLinks));
    jobs.every(
        Duration.ofSeconds(10),
        "write digests",
        new Digests(database, searching, tasks, people, outbox, taskWords, words, origin));
    jobs.every(Duration.ofSeconds(20), "ask who came", silence::run);
    jobs.every(Duration.ofSeconds(30), "close finished tasks", closing::run);
    jobs.every(
        Duration.ofMinutes(10),
        "release unclaimed travel money",
        () -> database.write(Scope.ofSystem(), tx -> ledger.expire(tx, 1_000)));
    jobs.every(
        Duration.ofMinutes(1),
        "end produce that does not keep",
        new Expiring(database, tasks, rules, ledger, goodsLetters));
    jobs.every(
        Duration.ofMinutes(1),
        "end what was proposed instead",
        () -> database.write(Scope.ofSystem(), substitutions::end));
    jobs.every(
        Duration.ofHours(6),
        "erase old receipts",
        () -> database.write(Scope.ofSystem(), travelClaims::forget));
    jobs.every(
        Duration.ofHours(6),
        "forget old drafts",
        () -> database.write(Scope.ofSystem(), Unfinished::forget));
    jobs.every(Duration.ofHours(1), "paint weeks that come again", () -> Weeks.extend(database));
    jobs.every(Duration.ofHours(1), "make what comes again", () -> series.extend(database));
    Vitals vitals = new Vitals(database, registry);
    jobs.every(Duration.ofSeconds(15), "look at what waits", vitals);
    Proof proof = new Proof(database);
    jobs.every(Duration.ofHours(24), "prove the ledger", () -> vitals.proved(proof.run()));
    jobs.every(
        Duration.ofMinutes(1),
        "seal the ledger",
        () -> database.write(Scope.ofSystem(), tx -> seals.seal(tx, SEALS_A_TURN)));
    jobs.every(Duration.ofSeconds(2), "share request counts", () -> limits.share(database));
    jobs.every(Duration.ofSeconds(10), "look at the signing keys", accessTokens::look);
    jobs.every(
        Duration.ofHours(6),
        "forget old logins",
        () ->
            database.write(
                Scope.ofSystem(),
                tx -> {
                  logins.forgetOld(tx);
                  factors.forgetOld(tx);
                  return true;
                }));

    jobs.every(
        Duration.ofHours(1),
        "take away what has run out",
        new Forgetting(database, communities, rules, config.terms()));
    ErasedList erased = new ErasedList(config.data());
    erased.replay(database);
    jobs.every(
        Duration.ofMinutes(10),
        "let go who leaves",
        () -> {
          try {
            erasures.run(database);
          } finally {
            erased.replay(database);
          }
        });
    jobs.every(
        Duration.ofHours(1),
        "forget copies of people's records",
        () -> database.write(Scope.ofSystem(), records::forget));
    jobs.every(
        Duration.ofHours(1),
        "forget finished errands",
        () -> database.write(Scope.ofSystem(), Errands::forget));
    jobs.every(
        Duration.ofHours(1),
        "seal copies of people's records under the newest key",
        () -> database.write(Scope.ofSystem(), records::reseal));
    jobs.every(
        Duration.ofHours(1),
        "seal bank accounts under the newest key",
        () -> database.write(Scope.ofSystem(), banks::reseal));
    jobs.every(
        Duration.ofHours(1),
        "seal secrets of apps under the newest key",
        () -> database.write(Scope.ofSystem(), factors::reseal));
    jobs.every(
        Duration.ofHours(1),
        "seal the signing key under the newest key",
        () -> database.write(Scope.ofSystem(), accessTokens::reseal));
    jobs.every(
        Duration.ofHours(24),
        "forget unused bank accounts",
        () -> database.write(Scope.ofSystem(), banks::forgetOld));

    Router doors =
        Doors.open(
            vertx,
            contract,
            config.trustedProxies(),
            config.tiles().map(Tiles::origin).orElse(""),
            () ->
                new Doors.Health(
                    faults(database, feed, banks, factors, records), warnings(feed, accessTokens)),
            unreadable,
            patience(),
            farewell());
    if (config.smtpUrl() == null) new MailboxRoutes(database).mount(doors);
    if (config.demo() && clock instanceof DemoClock demoClock) {
      new ClockRoutes(demoClock).mount(doors);
    }
    new MailChoiceRoutes(database).mount(doors);
    doors.route(Api.BASE + "/*").subRouter(api.router(vertx));
    doors.route().subRouter(pages.router(vertx));
    router = doors;
    jobs.start(vertx);
    listen(doors, feed);
    return Future.succeededFuture();
  }

  private static MailChoicePages.Speaking speaking(Me me) {
    return new MailChoicePages.Speaking() {
      @Override
      public Lang of(Tx tx, Caller caller) {
        return me.lang(tx, caller);
      }

      @Override
      public void choose(Tx tx, Caller caller, Lang lang) {
        me.speak(tx, caller, lang);
      }
    };
  }

  private Post post(Database database) {
    return config.smtpUrl() == null
        ? new MailboxPost(database)
        : SmtpPost.at(vertx, config.smtpUrl(), config.mailFrom());
  }

  // The demo's is known to everybody; elsewhere whoever reads the console proves to be its
  // operator.
  private void makeAdministrator(Database database, Persons persons, FirstAdministrator first) {
    String email = config.adminEmail();
    administratorCode =
        database.write(
            Scope.ofSystem(),
            tx -> {
              if (!config.demo()) return first.code(tx);
              if (email != null) persons.makeAdministrator(tx, email);
              return Optional.empty();
            });
  }

  /** What makes somebody the first administrator, where there is none. */
  Optional<String> administratorCode() {
    return administratorCode;
  }

  private void listen(Router doors, Feed feed) {
    HttpServer listening =
        patience()
            .watch(vertx.createHttpServer(Doors.options(config.host(), config.port())))
            .requestHandler(doors)
            .invalidRequestHandler(unreadable::answer)
            .listen()
            .await();
    server = listening;
    port = listening.actualPort();
    metricsPort =
        vertx
            .createHttpServer(Doors.options(config.metricsHost(), config.metricsPort()))
            .requestHandler(Doors.operators(vertx, registry, feed::progress, feed::rebuild))
            .listen()
            .await()
            .actualPort();
  }

  // Before anything that is signed or kept.
  private InstantSource wallClock(Database database, Jobs jobs) {
    if (!(clock instanceof DatabaseClock databases)) return InstantSource.system();
    databases.register(registry);
    databases.look(database);
    jobs.every(Duration.ofSeconds(30), "look at the clock", () -> databases.look(database));
    return databases;
  }

  private @Nullable Replica replica(Jobs jobs) {
    String url = databases.replica();
    if (url == null) return null;
    Replica replica = new Replica(Server.pool(vertx, url, POOL), clock, config.replicaSeconds());
    registry.gauge("yui.replica.behind.seconds", replica, Replica::behindSeconds);
    replica.look();
    jobs.every(Duration.ofSeconds(2), "look at the replica", replica::look);
    return replica;
  }

  private String deploy(VerticleBase verticle) {
    return vertx
        .deployVerticle(
            verticle, new DeploymentOptions().setThreadingModel(ThreadingModel.VIRTUAL_THREAD))
        .await();
  }

  private static Map<String, String> warnings(Feed feed, AccessTokens accessTokens) {
    Map<String, String> warnings = new LinkedHashMap<>(feed.warnings());
    Set<String> foreign = accessTokens.foreignKeys();
    if (!foreign.isEmpty()) {
      warnings.put(
          "keys",
          "another server seals under the key %s, which is not in the file of YUI_BANK_KEYS here"
              .formatted(String.join(", ", foreign)));
    }
    return warnings;
  }

  private static Map<String, String> faults(
      Database database, Feed feed, Banks banks, SecondFactors factors, Records records) {
    Map<String, String> faults = new LinkedHashMap<>();
    try {
      database
          .read(
              Scope.ofSystem(),
              tx -> {
                Set<String> missing = new TreeSet<>(banks.missingKeys(tx));
                missing.addAll(factors.missingKeys(tx));
                missing.addAll(records.missingKeys(tx));
                return missing;
              })
          .forEach(key -> faults.put("bankKeys", "the key " + key + " is missing"));
    } catch (RuntimeException e) {
      faults.put("database", String.valueOf(e.getMessage()));
    }
    feed.fault().ifPresent(fault -> faults.put("index", fault));
    return faults;
  }
}
