package yui.travel;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import yui.communities.Communities;
import yui.core.CommunityId;
import yui.core.Lang;
import yui.core.PersonId;
import yui.core.Refusal;
import yui.core.Spoken;
import yui.db.Database;
import yui.db.Scope;
import yui.db.Tx;
import yui.ledger.Ledger;
import yui.people.People;
import yui.photos.Darkroom;
import yui.web.Form;
import yui.web.Json;
import yui.web.Page;
import yui.web.Pages;
import yui.web.Typed;
import yui.web.Words;

/** Travel money on pages: what may be claimed, a claim from draft to decision, what was bought. */
public final class TravelPages {
  private static final int MOST = 50;
  private static final String HOME = "/me/travel";

  /** One application that may be claimed for. */
  record Tick(UUID value, String title, String until, String cap, boolean checked) {}

  /** What may be claimed of one community, in one form. */
  record Desk(
      CommunityId communityId,
      String name,
      List<Tick> ticks,
      boolean several,
      TypedFields fields) {}

  /** What is typed of a claim. */
  record TypedFields(
      String ticksId,
      String ticksError,
      Typed.Field amount,
      Typed.Field receipts,
      Typed.Field note,
      Typed.Field file) {}

  record Row(
      String href, String title, String amount, String state, String stateWords, String note) {}

  record Bought(String title, String what, String amount, String when) {}

  record Mine(
      boolean hasOpen,
      List<Row> open,
      boolean hasDesks,
      List<Desk> desks,
      boolean hasAsked,
      List<Row> asked,
      boolean hasBought,
      List<Bought> bought,
      boolean hasErrors,
      List<Typed.Mistake> errors) {}

  record Part(UUID application, String title, String cap, String part, boolean mayGo) {}

  /** One receipt: a photo is shown, a PDF is only loaded down. */
  record File(
      UUID id,
      String href,
      String label,
      boolean photo,
      @Nullable Integer width,
      @Nullable Integer height) {}

  /** A day of the work, and in words who came. */
  record Day(String task, String when, String attendance) {}

  record OneClaim(
      UUID id,
      String title,
      String name,
      String state,
      String stateWords,
      String reason,
      boolean isDraft,
      boolean isReturned,
      boolean isOpen,
      boolean isMine,
      boolean decides,
      boolean isOwnAtDesk,
      String amount,
      String cap,
      String granted,
      String notCovered,
      boolean several,
      List<Part> parts,
      List<Day> days,
      String unsaid,
      String receipts,
      String note,
      List<File> files,
      boolean hasFiles,
      boolean hidesFiles,
      boolean noReceipts,
      List<Tick> ticks,
      TypedFields fields,
      Typed.Field reasonField,
      String deskHref,
      boolean hasErrors,
      List<Typed.Mistake> errors) {}

  record Buying(
      UUID applicationId,
      String title,
      String name,
      String left,
      boolean mayBuy,
      Typed.Field amount,
      Typed.Field what,
      boolean hasBought,
      List<Bought> bought,
      boolean hasErrors,
      List<Typed.Mistake> errors) {}

  private final Database database;
  private final TravelClaims claims;
  private final Purchases purchases;
  private final Communities communities;
  private final People people;
  private final Darkroom darkroom;
  private final Words words;

  public TravelPages(
      Database database,
      TravelClaims claims,
      Ledger ledger,
      Communities communities,
      People people,
      Darkroom darkroom,
      Words words) {
    this.database = database;
    this.claims = claims;
    this.purchases = new Purchases(ledger);
    this.communities = communities;
    this.people = people;
    this.darkroom = darkroom;
    this.words = words;
  }

  public void bind(Pages pages) {
    pages.get(HOME, (form, tx) -> mine(form, tx, Typed.stored(Map.of()), null));
    pages.upload(
        "/me/travel-claims",
        this::papers,
        this::make,
        (form, tx, fields, summary) ->
            mine(
                form,
                tx,
                Typed.refused(form, fields, summary),
                form.filledId("communityId").orElse(null)));
    pages.get("/travel-claims/:id", (form, tx) -> claim(form, tx, null));
    pages.upload("/travel-claims/:id/change", this::papers, this::change, this::claimAgain);
    pages.post(
        "/travel-claims/:id/send",
        (form, tx) -> {
          claims.send(tx, form.caller(), form.id("id"));
          return Page.elsewhere(form.base() + HOME, "claimed");
        },
        this::claimAgain);
    pages.post(
        "/travel-claims/:id/drop",
        (form, tx) -> {
          claims.drop(tx, form.caller(), form.id("id"));
          return Page.elsewhere(form.base() + HOME, "claim_dropped");
        });
    pages.post(
        "/travel-claims/:id/approve",
        (form, tx) ->
            Page.elsewhere(
                desk(form, claims.approve(tx, form.caller(), form.id("id"))), "claim_approved"),
        this::claimAgain);
    pages.post(
        "/travel-claims/:id/return",
        (form, tx) -> {
          ObjectNode body = Json.MAPPER.createObjectNode();
          form.filled("reason").ifPresent(reason -> body.put("reason", reason));
          String reason =
              form.body("returnTravelClaim", body, TravelRoutes.Reasoned.class).reason();
          TravelClaim claim = claims.giveBack(tx, form.caller(), form.id("id"), reason);
          return Page.elsewhere(desk(form, claim), "claim_returned");
        },
        this::claimAgain);
    pages.post(
        "/travel-claims/:id/leave-out",
        (form, tx) -> {
          TravelClaim claim =
              claims.leaveOut(
                  tx,
                  form.caller(),
                  form.id("id"),
                  form.filledId("application").orElseThrow(Refusal::notFound));
          return Page.elsewhere(at(form, claim), "travel_part_left_out");
        },
        this::claimAgain);
    pages.post(
        "/travel-receipts/:id/remove",
        (form, tx) -> {
          TravelClaim claim = claims.detach(tx, form.caller(), form.id("id"));
          return Page.elsewhere(at(form, claim), "receipt_removed");
        });
    // Looking writes: another's look at a receipt is kept.
    pages.getPlain(
        "/travel-receipts/:id",
        form ->
            database.write(
                Scope.of(form.caller()),
                tx -> shown(claims.open(tx, form.caller(), form.id("id")))));
    pages.get(
        "/applications/:id/travel-purchases",
        (form, tx) -> buying(form, tx, Typed.stored(Map.of())));
    pages.post(
        "/applications/:id/travel-purchases",
        this::buy,
        (form, tx, fields, summary) -> buying(form, tx, Typed.refused(form, fields, summary)));
  }

  private static Page shown(TravelClaims.Opened opened) {
    return opened.receipt().kind() == Receipt.Kind.JPEG
        ? new Page.Picture(opened.bytes())
        : new Page.File(
            opened.receipt().kind().contentType,
            TravelRoutes.name(opened.receipt()),
            opened.bytes());
  }

  private static String at(Form form, TravelClaim claim) {
    return form.base() + "/travel-claims/" + claim.id();
  }

  private static String desk(Form form, TravelClaim claim) {
    return form.base() + "/communities/" + claim.communityId() + "/desk#claims";
  }

  private List<Paper> papers(Form form) {
    form.caller().known();
    List<Paper> papers = new ArrayList<>();
    for (byte[] sent : form.files("receipt")) papers.add(Paper.of(sent, darkroom));
    return papers;
  }

  private Page make(Form form, Tx tx, List<Paper> papers) {
    TravelClaim claim = claims.claim(tx, form.caller(), typed(form), true);
    claims.attach(tx, form.caller(), claim.id(), papers);
    return Page.elsewhere(at(form, claim));
  }

  private Page change(Form form, Tx tx, List<Paper> papers) {
    TravelClaim claim = claims.change(tx, form.caller(), form.id("id"), typed(form));
    claims.attach(tx, form.caller(), claim.id(), papers);
    return Page.elsewhere(at(form, claim), "saved");
  }

  private static TypedClaim typed(Form form) {
    ObjectNode body = Json.MAPPER.createObjectNode();
    number(body, "amountYen", form);
    form.filled("note").ifPresent(note -> body.put("note", note));
    ArrayNode receipts = body.putArray("receipts");
    form.text("receipts")
        .lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .forEach(receipts::add);
    ArrayNode applications = body.putArray("applicationIds");
    form.all("applicationIds").forEach(applications::add);
    return form.body("changeTravelClaim", body, TypedClaim.Entry.class).claim(null);
  }

  private static void number(ObjectNode body, String name, Form form) {
    form.filled(name)
        .ifPresent(text -> body.set(name, Typed.number(text.replaceAll("[,，円\\s]", ""))));
  }

  private Page mine(Form form, Tx tx, Typed typed, @Nullable UUID refused) {
    PersonId me = form.caller().known();
    Lang lang = form.lang();
    Map<CommunityId, List<TravelClaims.Claimable>> waiting = new LinkedHashMap<>();
    for (TravelClaims.Claimable one : claims.claimable(tx, me)) {
      waiting.computeIfAbsent(one.communityId(), id -> new ArrayList<>()).add(one);
    }
    List<Desk> desks = new ArrayList<>();
    waiting.forEach(
        (id, ones) -> {
          Typed shown = id.value().equals(refused) ? typed : Typed.stored(Map.of());
          List<String> chosen = refused == null ? List.of() : form.all("applicationIds");
          desks.add(
              new Desk(
                  id,
                  communities.get(tx, id).name(lang),
                  ones.stream()
                      .map(
                          one ->
                              tick(
                                  one,
                                  ones.size() == 1
                                      || chosen.contains(one.applicationId().toString()),
                                  lang))
                      .toList(),
                  ones.size() > 1,
                  fields(shown, id.toString())));
        });
    List<TravelClaim> all = claims.ofPerson(tx, me, null, MOST);
    List<Row> open = all.stream().filter(c -> c.state().isOpen()).map(c -> row(c, form)).toList();
    List<Row> asked = all.stream().filter(c -> !c.state().isOpen()).map(c -> row(c, form)).toList();
    List<Purchases.Purchase> bought = purchases.ofPerson(tx, me, MOST);
    return Page.show(
        "travel",
        new Mine(
            !open.isEmpty(),
            open,
            !desks.isEmpty(),
            desks,
            !asked.isEmpty(),
            asked,
            !bought.isEmpty(),
            bought(tx, bought, lang),
            typed.hasErrors(),
            mistakes(typed, refused == null ? "" : refused.toString())));
  }

  private Tick tick(TravelClaims.Claimable one, boolean checked, Lang lang) {
    Instant until = one.until();
    return new Tick(
        one.applicationId(),
        one.title(),
        until == null
            ? ""
            : words.say(lang, "my_ledger.until", Map.of("day", Spoken.day(until, lang))),
        words.say(lang, "my_ledger.cap", Map.of("amount", Spoken.yen(one.capYen(), lang))),
        checked);
  }

  /** Several forms stand on one page, so each field is named by its form as well. */
  private static TypedFields fields(Typed typed, String form) {
    return new TypedFields(
        "applicationIds-" + form,
        typed.field("applicationIds").error(),
        field(typed, "amountYen", form),
        field(typed, "receipts", form),
        field(typed, "note", form),
        field(typed, "receipt", form));
  }

  private static Typed.Field field(Typed typed, String name, String form) {
    Typed.Field field = typed.field(name);
    return new Typed.Field(name + "-" + form, field.value(), field.error());
  }

  private static List<Typed.Mistake> mistakes(Typed typed, String form) {
    return typed.errors().stream()
        .map(
            m ->
                new Typed.Mistake(
                    m.id().equals("main") ? "main" : m.id().replaceFirst("\\..*", "") + "-" + form,
                    m.text()))
        .toList();
  }

  private Row row(TravelClaim claim, Form form) {
    Long granted = claim.grantedYen();
    return new Row(
        at(form, claim),
        claim.title(),
        Spoken.yen(granted == null ? claim.amountYen() : granted, form.lang()),
        tag(claim),
        words.say(form.lang(), "claim.state." + claim.state()),
        claim.state() == TravelClaim.State.RETURNED ? claim.reason() : claim.note());
  }

  private static String tag(TravelClaim claim) {
    return switch (claim.state()) {
      case DRAFT -> "DRAFT";
      case CLAIMED -> "PENDING";
      case APPROVED -> "APPROVED";
      case RETURNED -> "VOIDED";
    };
  }

  private List<Bought> bought(Tx tx, List<Purchases.Purchase> all, Lang lang) {
    Map<UUID, ClaimStore.Work> work =
        ClaimStore.work(tx, all.stream().map(Purchases.Purchase::applicationId).toList());
    return all.stream()
        .map(
            one -> {
              ClaimStore.Work of = work.get(one.applicationId());
              return new Bought(
                  of == null ? "" : of.title(),
                  one.what(),
                  Spoken.yen(one.amountYen(), lang),
                  Spoken.day(one.boughtAt(), lang));
            })
        .toList();
  }

  private Page claimAgain(Form form, Tx tx, Map<String, String> fields, String summary) {
    return claim(form, tx, Typed.refused(form, fields, summary));
  }

  private Page claim(Form form, Tx tx, @Nullable Typed refused) {
    form.caller().known();
    Lang lang = form.lang();
    TravelClaim claim = claims.visible(tx, form.caller(), form.id("id"));
    boolean mine = form.caller().is(claim.personId());
    boolean sees = TravelClaims.seesReceipts(form.caller(), claim);
    boolean editing = refused != null && form.fields().contains("amountYen");
    Typed typed = editing && refused != null ? refused : stored(claim);
    Long granted = claim.grantedYen();
    Map<UUID, List<TravelDay>> days = TravelClaims.days(tx, claim);
    boolean unsaid =
        days.values().stream()
            .flatMap(List::stream)
            .anyMatch(d -> d.isUnsaid() && !d.endsAt().isAfter(tx.now()));
    boolean decides =
        !mine
            && claim.state() == TravelClaim.State.CLAIMED
            && form.caller().settles(claim.communityId());
    return Page.show(
        "travel_claim",
        new OneClaim(
            claim.id(),
            claim.title(),
            people.displayNames(tx, List.of(claim.personId())).getOrDefault(claim.personId(), ""),
            tag(claim),
            words.say(lang, "claim.state." + claim.state()),
            claim.state() == TravelClaim.State.RETURNED ? claim.reason() : "",
            claim.state() == TravelClaim.State.DRAFT,
            claim.state() == TravelClaim.State.RETURNED,
            mine && claim.state().isOpen(),
            mine,
            decides,
            mine && form.caller().coordinates(claim.communityId()),
            Spoken.yen(claim.amountYen(), lang),
            Spoken.yen(claim.capYen(), lang),
            granted == null ? "" : Spoken.yen(granted, lang),
            claim.notCoveredYen() == 0 ? "" : Spoken.yen(claim.notCoveredYen(), lang),
            claim.parts().size() > 1,
            claim.parts().stream()
                .map(
                    p ->
                        new Part(
                            p.applicationId(),
                            p.title(),
                            Spoken.yen(p.capYen(), lang),
                            Spoken.yen(p.partYen(), lang),
                            (decides || mine && claim.state().isOpen())
                                && TravelClaims.mayBeLeftOut(claim, days, p.applicationId())))
                .toList(),
            days(claim, days, lang),
            decides && unsaid ? words.say(lang, "travel.unsaid") : "",
            String.join("\n", claim.receipts()),
            claim.note(),
            sees ? files(form, claim) : List.of(),
            sees && !claim.files().isEmpty(),
            !sees && !claim.files().isEmpty(),
            claim.files().isEmpty() && claim.receipts().isEmpty(),
            ticks(tx, form, claim, editing),
            fields(typed, claim.id().toString()),
            field(
                refused == null ? Typed.stored(Map.of()) : refused,
                "reason",
                claim.id().toString()),
            mine ? "" : desk(form, claim),
            refused != null && refused.hasErrors(),
            refused == null ? List.of() : mistakes(refused, claim.id().toString())));
  }

  private List<Day> days(TravelClaim claim, Map<UUID, List<TravelDay>> days, Lang lang) {
    List<Day> shown = new ArrayList<>();
    for (TravelClaim.Part part : claim.parts()) {
      for (TravelDay day : days.getOrDefault(part.applicationId(), List.of())) {
        shown.add(
            new Day(
                part.title(),
                Spoken.period(day.startsAt(), day.endsAt(), lang),
                words.say(lang, "travel.came." + day.attendance())));
      }
    }
    return shown;
  }

  private static Typed stored(TravelClaim claim) {
    return Typed.stored(
        Map.of(
            "amountYen", Long.toString(claim.amountYen()),
            "receipts", String.join("\n", claim.receipts()),
            "note", claim.note()));
  }

  private List<File> files(Form form, TravelClaim claim) {
    List<File> files = new ArrayList<>();
    for (Receipt receipt : claim.files()) {
      boolean photo = receipt.kind() == Receipt.Kind.JPEG;
      files.add(
          new File(
              receipt.id(),
              "/travel-receipts/" + receipt.id(),
              words.say(
                  form.lang(),
                  photo ? "travel.photo" : "travel.pdf",
                  Map.of("n", files.size() + 1, "pages", receipt.pages())),
              photo,
              receipt.width(),
              receipt.height()));
    }
    return files;
  }

  /** What the claim names, and what else of the community waits for one. */
  private List<Tick> ticks(Tx tx, Form form, TravelClaim claim, boolean editing) {
    if (!form.caller().is(claim.personId()) || !claim.state().isOpen()) return List.of();
    List<String> chosen = form.all("applicationIds");
    List<Tick> ticks = new ArrayList<>();
    for (TravelClaims.Claimable one : claims.claimable(tx, claim.personId())) {
      if (!one.communityId().equals(claim.communityId())) continue;
      boolean named =
          editing
              ? chosen.contains(one.applicationId().toString())
              : claim.parts().stream().anyMatch(p -> p.applicationId().equals(one.applicationId()));
      ticks.add(tick(one, named, form.lang()));
    }
    return ticks;
  }

  private Page buy(Form form, Tx tx) {
    ObjectNode body = Json.MAPPER.createObjectNode();
    number(body, "amountYen", form);
    form.filled("what").ifPresent(what -> body.put("what", what));
    TravelRoutes.Bought bought = form.body("buyTravel", body, TravelRoutes.Bought.class);
    UUID application = form.id("id");
    purchases.buy(tx, form.caller(), application, bought.amountYen(), bought.what());
    return Page.elsewhere(
        form.base() + "/applications/" + application + "/travel-purchases", "travel_bought");
  }

  private Page buying(Form form, Tx tx, Typed typed) {
    UUID application = form.id("id");
    ClaimStore.Work work = Purchases.ofDesk(tx, form.caller(), application);
    if (!work.paidDirectly()) throw Refusal.notFound();
    List<Purchases.Purchase> bought = purchases.ofApplication(tx, form.caller(), application);
    long left = purchases.left(tx, application);
    return Page.show(
        "travel_purchases",
        new Buying(
            application,
            work.title(),
            people.displayNames(tx, List.of(work.personId())).getOrDefault(work.personId(), ""),
            Spoken.yen(left, form.lang()),
            left > 0
                && form.caller().settles(work.communityId())
                && !form.caller().is(work.personId()),
            typed.field("amountYen"),
            typed.field("what"),
            !bought.isEmpty(),
            bought(tx, bought, form.lang()),
            typed.hasErrors(),
            typed.errors()));
  }
}
