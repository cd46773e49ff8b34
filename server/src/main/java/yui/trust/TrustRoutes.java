package yui.trust;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import yui.applications.ApplicationId;
import yui.core.CommunityId;
import yui.core.Days;
import yui.core.GroupId;
import yui.core.PersonId;
import yui.core.Refusal;
import yui.db.Tx;
import yui.messages.Messages;
import yui.people.Blocks;
import yui.people.Identity;
import yui.people.People;
import yui.web.Answer;
import yui.web.Api;
import yui.web.Cursor;
import yui.web.Request;

/** Words, blocks, reports and identity over HTTP. */
public final class TrustRoutes {
  record Said(String words) {}

  record ShownWords(String words, OffsetDateTime writtenAt) {}

  record Pair(
      ApplicationId id,
      ThanksWords.Side side,
      @Nullable ShownWords mine,
      @Nullable ShownWords theirs,
      @Nullable OffsetDateTime shownAt) {}

  record ShownBlock(
      UUID id,
      CommunityId communityId,
      GroupId groupId,
      @Nullable PersonId residentId,
      String words,
      OffsetDateTime madeAt) {}

  record ShownQuote(String from, String body, OffsetDateTime sentAt) {}

  record ShownReport(
      UUID id,
      CommunityId communityId,
      Report.Kind aboutKind,
      UUID aboutId,
      String words,
      @Nullable ShownQuote message,
      Report.State state,
      OffsetDateTime toldAt,
      @Nullable OffsetDateTime lookedAt,
      @Nullable OffsetDateTime closedAt,
      @Nullable String outcome) {}

  record IdentityEntry(CommunityId communityId, String how) {}

  record ShownCheck(
      UUID id, CommunityId communityId, String how, String checkedBy, OffsetDateTime checkedAt) {}

  record ShownIdentity(PersonId id, boolean verified, List<ShownCheck> checks) {}

  private final ThanksWords words;
  private final Meetings meetings;
  private final Reports reports;
  private final People people;
  private final Identity identity = new Identity();

  public TrustRoutes(ThanksWords words, Meetings meetings, Reports reports, People people) {
    this.words = words;
    this.meetings = meetings;
    this.reports = reports;
    this.people = people;
  }

  public void bind(Api api) {
    api.read(
        "getWords", (rq, tx) -> Answer.ok(shown(words.seen(tx, rq.caller(), application(rq)))));
    api.write(
        "writeWords",
        (rq, tx) ->
            Answer.ok(
                shown(words.write(tx, rq.caller(), application(rq), rq.body(Said.class).words()))));
    bindBlocks(api);
    bindReports(api);
    bindIdentity(api);
  }

  private void bindBlocks(Api api) {
    api.write(
        "blockGroup",
        (rq, tx) ->
            Answer.created(
                shown(meetings.block(tx, rq.caller(), rq.body(Meetings.GroupEntry.class)))));
    api.read(
        "listMyBlocks", (rq, tx) -> Answer.ok(page(meetings.mine(tx, rq.caller()), this::shown)));
    api.write(
        "liftMyBlock",
        (rq, tx) -> {
          meetings.lift(tx, rq.caller(), rq.id("blockId"));
          return Answer.nothing();
        });
    api.write(
        "blockResident",
        (rq, tx) ->
            Answer.created(
                shown(
                    meetings.block(
                        tx, rq.caller(), group(rq), rq.body(Meetings.ResidentEntry.class)))));
    api.read(
        "listBlocks",
        (rq, tx) -> Answer.ok(page(meetings.of(tx, rq.caller(), group(rq)), this::shown)));
    api.write(
        "liftBlock",
        (rq, tx) -> {
          meetings.lift(tx, rq.caller(), group(rq), rq.id("blockId"));
          return Answer.nothing();
        });
  }

  private void bindReports(Api api) {
    api.write(
        "report",
        (rq, tx) ->
            Answer.created(
                shown(
                    tx,
                    reports.tell(tx, rq.caller(), community(rq), rq.body(Reports.Entry.class)))));
    api.read(
        "listReports",
        (rq, tx) -> {
          Cursor<Report> page =
              reports.list(tx, rq.caller(), community(rq), rq.limit(), rq.query("cursor"));
          Map<UUID, Messages.Quoted> quoted = reports.quoted(tx, page.items());
          return Answer.ok(page.map(report -> shown(report, quoted.get(report.aboutId()))));
        });
    api.read(
        "getReport",
        (rq, tx) -> Answer.ok(shown(tx, reports.visible(tx, rq.caller(), rq.id("reportId")))));
    api.write(
        "lookAtReport",
        (rq, tx) -> Answer.ok(shown(tx, reports.look(tx, rq.caller(), rq.id("reportId")))));
    api.write(
        "closeReport",
        (rq, tx) ->
            Answer.ok(
                shown(
                    tx,
                    reports.close(
                        tx, rq.caller(), rq.id("reportId"), rq.body(Said.class).words()))));
  }

  private void bindIdentity(Api api) {
    api.write(
        "checkIdentity",
        (rq, tx) -> {
          IdentityEntry entry = rq.body(IdentityEntry.class);
          identity.check(tx, rq.caller(), entry.communityId(), resident(rq), entry.how());
          return Answer.created(shown(rq, tx, resident(rq)));
        });
    api.read("getIdentity", (rq, tx) -> Answer.ok(shown(rq, tx, visible(rq, tx))));
    api.write(
        "withdrawIdentity",
        (rq, tx) -> {
          identity.withdraw(tx, rq.caller(), community(rq), resident(rq));
          return Answer.nothing();
        });
  }

  /** Whoever may see the resident may see the badge. */
  private PersonId visible(Request rq, Tx tx) {
    PersonId person = resident(rq);
    if (!rq.caller().is(person) && !tx.seenBy(rq.caller(), () -> people.isResident(tx, person))) {
      throw Refusal.notFound();
    }
    return person;
  }

  private ShownIdentity shown(Request rq, Tx tx, PersonId person) {
    return new ShownIdentity(
        person,
        Identity.isVerified(tx, person),
        tx.seenBy(rq.caller(), () -> identity.of(tx, person)).stream()
            .map(
                check ->
                    new ShownCheck(
                        check.id(),
                        check.communityId(),
                        check.how(),
                        people.contact(tx, check.checkedBy()).name(),
                        Days.at(check.checkedAt())))
            .toList());
  }

  private static <T, U> Cursor<U> page(List<T> all, Function<T, U> shape) {
    return new Cursor<>(all.stream().map(shape).toList(), null);
  }

  private static Pair shown(ThanksWords.Seen seen) {
    return new Pair(
        seen.id(),
        seen.side(),
        shown(seen.mine()),
        shown(seen.theirs()),
        Days.maybeAt(seen.shownAt()));
  }

  private static @Nullable ShownWords shown(ThanksWords.@Nullable Words words) {
    return words == null ? null : new ShownWords(words.words(), Days.at(words.writtenAt()));
  }

  private ShownBlock shown(Blocks.Block block) {
    return new ShownBlock(
        block.id(),
        block.communityId(),
        block.groupId(),
        block.side() == Blocks.Side.GROUP ? block.personId() : null,
        block.words(),
        Days.at(block.madeAt()));
  }

  private ShownReport shown(Tx tx, Report report) {
    return shown(report, reports.quoted(tx, List.of(report)).get(report.aboutId()));
  }

  private static ShownReport shown(Report report, Messages.@Nullable Quoted quoted) {
    return new ShownReport(
        report.id(),
        report.communityId(),
        report.aboutKind(),
        report.aboutId(),
        report.words(),
        quoted == null
            ? null
            : new ShownQuote(quoted.from(), quoted.body(), Days.at(quoted.sentAt())),
        report.state(),
        Days.at(report.toldAt()),
        Days.maybeAt(report.lookedAt()),
        Days.maybeAt(report.closedAt()),
        report.closedAt() == null ? null : report.outcome());
  }

  private static ApplicationId application(Request rq) {
    return new ApplicationId(rq.id("applicationId"));
  }

  private static CommunityId community(Request rq) {
    return new CommunityId(rq.id("communityId"));
  }

  private static GroupId group(Request rq) {
    return new GroupId(rq.id("groupId"));
  }

  private static PersonId resident(Request rq) {
    return new PersonId(rq.id("residentId"));
  }
}
