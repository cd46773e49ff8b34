package yui.banks;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import yui.core.CommunityId;
import yui.core.Lang;
import yui.core.PersonId;
import yui.core.Spoken;
import yui.db.Tx;
import yui.web.Form;
import yui.web.Json;
import yui.web.Page;
import yui.web.Pages;
import yui.web.Typed;
import yui.web.Words;

/** Telling where one's money goes, and what a community's bank wants of its files. */
public final class BankPages {
  private static final String MINE = "/me/bank-account";
  private static final String PROFILE = "/communities/:cid/bank";
  private static final String PAYEE = "/communities/:cid/payees/:pid/bank-account";

  record Told(
      String bank, String branch, String kind, String number, String holder, String toldOn) {}

  record AccountView(
      String action,
      String back,
      boolean mine,
      String name,
      boolean hasTold,
      @Nullable Told told,
      Typed.Field bankCode,
      Typed.Field branchCode,
      Typed.Choice kind,
      Typed.Field number,
      Typed.Field holder,
      boolean hasErrors,
      List<Typed.Mistake> errors) {}

  record ProfileView(
      CommunityId communityId,
      boolean hasTold,
      @Nullable Told told,
      Typed.Field requester,
      Typed.Field bankCode,
      Typed.Field branchCode,
      Typed.Choice kind,
      Typed.Field number,
      Typed.Field holder,
      Typed.Choice marks,
      boolean hasErrors,
      List<Typed.Mistake> errors) {}

  private final BankAccounts accounts;
  private final BankProfiles profiles;
  private final Words words;

  public BankPages(Banks banks, Words words) {
    this.accounts = banks.accounts();
    this.profiles = banks.profiles();
    this.words = words;
  }

  public void bind(Pages pages) {
    pages.get(MINE, (form, tx) -> mine(form, tx, Typed.stored(Map.of("kind", "ORDINARY"))));
    pages.post(
        MINE,
        (form, tx) -> {
          accounts.put(tx, form.caller(), entry(form, "putBankAccount").account());
          return Page.elsewhere(form.base() + MINE, "bank_told");
        },
        (form, tx, fields, summary) -> mine(form, tx, Typed.refused(form, fields, summary)));
    pages.post(
        MINE + "/remove",
        (form, tx) -> {
          accounts.remove(tx, form.caller());
          return Page.elsewhere(form.base() + MINE, "bank_removed");
        });
    pages.get(PAYEE, (form, tx) -> payee(form, tx, Typed.stored(Map.of("kind", "ORDINARY"))));
    pages.post(
        PAYEE,
        (form, tx) -> {
          accounts.putFor(
              tx,
              form.caller(),
              community(form),
              new PersonId(form.id("pid")),
              entry(form, "putPayeeBankAccount").account());
          return Page.elsewhere(settlements(form), "bank_told");
        },
        (form, tx, fields, summary) -> payee(form, tx, Typed.refused(form, fields, summary)));
    pages.get(PROFILE, this::profile);
    pages.post(
        PROFILE,
        (form, tx) -> {
          BankRoutes.ProfileEntry entry =
              form.body("putBankProfile", profileBody(form), BankRoutes.ProfileEntry.class);
          profiles.put(tx, form.caller(), community(form), entry.profile());
          return Page.elsewhere(settlements(form), "bank_told");
        },
        (form, tx, fields, summary) ->
            profile(
                form,
                profiles.get(tx, form.caller(), community(form)),
                Typed.refused(form, fields, summary)));
  }

  private Page mine(Form form, Tx tx, Typed typed) {
    Optional<BankAccounts.Told> told = accounts.mine(tx, form.caller());
    return account(form, form.base() + MINE, form.base() + "/me/ledger", "", told, typed);
  }

  private Page payee(Form form, Tx tx, Typed typed) {
    String name = accounts.nameOf(tx, form.caller(), community(form), new PersonId(form.id("pid")));
    String action =
        form.base()
            + "/communities/"
            + community(form)
            + "/payees/"
            + form.id("pid")
            + "/bank-account";
    return account(form, action, settlements(form), name, Optional.empty(), typed);
  }

  private Page account(
      Form form,
      String action,
      String back,
      String name,
      Optional<BankAccounts.Told> told,
      Typed typed) {
    return Page.show(
        "bank_account",
        new AccountView(
            action,
            back,
            name.isEmpty(),
            name,
            told.isPresent(),
            told.map(t -> told(t.account(), Spoken.moment(t.putAt(), form.lang()), form.lang()))
                .orElse(null),
            typed.field("bankCode"),
            typed.field("branchCode"),
            typed.choice("kind", kinds(form.lang(), true)),
            typed.field("number"),
            typed.field("holder"),
            typed.hasErrors(),
            typed.errors()));
  }

  private Page profile(Form form, Tx tx) {
    Optional<BankProfile> told = profiles.get(tx, form.caller(), community(form));
    Map<String, Object> stored = new LinkedHashMap<>();
    stored.put("kind", "ORDINARY");
    stored.put("marks", List.of("lineBreaks"));
    told.ifPresent(
        p -> {
          stored.put("requester", p.requester());
          stored.put("bankCode", p.account().bankCode());
          stored.put("branchCode", p.account().branchCode());
          stored.put("kind", p.account().kind().name());
          stored.put("holder", p.account().holder());
          stored.put(
              "marks",
              p.lineBreaks()
                  ? p.endMark() ? List.of("lineBreaks", "endMark") : List.of("lineBreaks")
                  : p.endMark() ? List.of("endMark") : List.of());
        });
    return profile(form, told, Typed.stored(stored));
  }

  private Page profile(Form form, Optional<BankProfile> told, Typed typed) {
    Map<String, String> marks = new LinkedHashMap<>();
    for (String mark : List.of("lineBreaks", "endMark")) {
      marks.put(mark, words.say(form.lang(), "bank.mark." + mark));
    }
    return Page.show(
        "bank_profile",
        new ProfileView(
            community(form),
            told.isPresent(),
            told.map(p -> told(p.account(), "", form.lang())).orElse(null),
            typed.field("requester"),
            typed.field("bankCode"),
            typed.field("branchCode"),
            typed.choice("kind", kinds(form.lang(), false)),
            typed.field("number"),
            typed.field("holder"),
            typed.choice("marks", marks),
            typed.hasErrors(),
            typed.errors()));
  }

  private Told told(BankAccount account, String toldOn, Lang lang) {
    Optional<BankBook.Branch> branch =
        BankBook.all().find(account.bankCode(), account.branchCode());
    return new Told(
        branch.map(BankBook.Branch::bank).orElse("") + " " + account.bankCode(),
        branch.map(BankBook.Branch::name).orElse("") + " " + account.branchCode(),
        words.say(lang, "bank.kind." + account.kind()),
        account.masked(),
        account.holder(),
        toldOn);
  }

  private Map<String, String> kinds(Lang lang, boolean savings) {
    Map<String, String> kinds = new LinkedHashMap<>();
    for (BankAccount.Kind kind : BankAccount.Kind.values()) {
      if (kind != BankAccount.Kind.SAVINGS || savings) {
        kinds.put(kind.name(), words.say(lang, "bank.kind." + kind));
      }
    }
    return kinds;
  }

  private static BankRoutes.AccountEntry entry(Form form, String operation) {
    return form.body(operation, body(form), BankRoutes.AccountEntry.class);
  }

  private static ObjectNode body(Form form) {
    ObjectNode body = Json.MAPPER.createObjectNode();
    for (String name : List.of("bankCode", "branchCode", "kind", "number", "holder")) {
      form.filled(name).ifPresent(value -> body.put(name, value));
    }
    return body;
  }

  private static ObjectNode profileBody(Form form) {
    ObjectNode body = body(form);
    form.filled("requester").ifPresent(value -> body.put("requester", value));
    for (String mark : List.of("lineBreaks", "endMark")) {
      body.put(mark, form.all("marks").contains(mark));
    }
    return body;
  }

  private static String settlements(Form form) {
    return form.base() + "/communities/" + community(form) + "/settlements";
  }

  private static CommunityId community(Form form) {
    return new CommunityId(form.id("cid"));
  }
}
