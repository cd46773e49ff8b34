package yui.banks;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import yui.core.CommunityId;
import yui.core.PersonId;
import yui.core.Refusal;
import yui.db.Tx;
import yui.web.Answer;
import yui.web.Api;
import yui.web.Request;

/** Bank accounts over HTTP; numbers go in whole and come out masked. */
public final class BankRoutes {
  record AccountEntry(
      String bankCode, String branchCode, BankAccount.Kind kind, String number, String holder) {
    BankAccount account() {
      return BankAccount.typed(bankCode, branchCode, kind, number, holder);
    }
  }

  record ProfileEntry(
      String requester,
      String bankCode,
      String branchCode,
      BankAccount.Kind kind,
      String number,
      String holder,
      @Nullable Boolean lineBreaks,
      @Nullable Boolean endMark) {
    BankProfile profile() {
      return new BankProfile(
          BankText.of(requester),
          BankAccount.typed(bankCode, branchCode, kind, number, holder),
          lineBreaks == null || lineBreaks,
          endMark != null && endMark);
    }
  }

  record AccountShown(
      String bankCode,
      String bank,
      String branchCode,
      String branch,
      BankAccount.Kind kind,
      String number,
      String holder,
      Instant toldAt,
      boolean toldByDesk) {}

  record ProfileShown(
      String requester,
      String bankCode,
      String bank,
      String branchCode,
      String branch,
      BankAccount.Kind kind,
      String number,
      String holder,
      boolean lineBreaks,
      boolean endMark) {}

  private final BankAccounts accounts;
  private final BankProfiles profiles;

  public BankRoutes(Banks banks) {
    this.accounts = banks.accounts();
    this.profiles = banks.profiles();
  }

  public void bind(Api api) {
    api.read("getBankAccount", (rq, tx) -> answer(accounts.mine(tx, rq.caller())));
    api.write(
        "putBankAccount",
        (rq, tx) ->
            Answer.ok(shown(accounts.put(tx, rq.caller(), rq.body(AccountEntry.class).account()))));
    api.write(
        "removeBankAccount",
        (rq, tx) -> {
          accounts.remove(tx, rq.caller());
          return Answer.nothing();
        });
    // A look is a deed: it is logged.
    api.write(
        "getPayeeBankAccount",
        (rq, tx) -> answer(accounts.payee(tx, rq.caller(), community(rq), person(rq))));
    api.write(
        "putPayeeBankAccount",
        (rq, tx) ->
            Answer.ok(
                shown(
                    accounts.putFor(
                        tx,
                        rq.caller(),
                        community(rq),
                        person(rq),
                        rq.body(AccountEntry.class).account()))));
    api.read("getBankProfile", this::getBankProfile);
    api.write(
        "putBankProfile",
        (rq, tx) ->
            Answer.ok(
                shown(
                    profiles.put(
                        tx, rq.caller(), community(rq), rq.body(ProfileEntry.class).profile()))));
  }

  private Answer getBankProfile(Request rq, Tx tx) {
    return Answer.ok(
        shown(profiles.get(tx, rq.caller(), community(rq)).orElseThrow(Refusal::notFound)));
  }

  private static Answer answer(Optional<BankAccounts.Told> told) {
    return Answer.ok(shown(told.orElseThrow(Refusal::notFound)));
  }

  static AccountShown shown(BankAccounts.Told told) {
    BankAccount account = told.account();
    return new AccountShown(
        account.bankCode(),
        bank(account),
        account.branchCode(),
        branch(account),
        account.kind(),
        account.masked(),
        account.holder(),
        told.putAt(),
        told.byDesk());
  }

  static ProfileShown shown(BankProfile profile) {
    BankAccount account = profile.account();
    return new ProfileShown(
        profile.requester(),
        account.bankCode(),
        bank(account),
        account.branchCode(),
        branch(account),
        account.kind(),
        account.masked(),
        account.holder(),
        profile.lineBreaks(),
        profile.endMark());
  }

  // A branch that was closed since has no name any more.
  private static String bank(BankAccount account) {
    return BankBook.all()
        .find(account.bankCode(), account.branchCode())
        .map(BankBook.Branch::bank)
        .orElse("");
  }

  private static String branch(BankAccount account) {
    return BankBook.all()
        .find(account.bankCode(), account.branchCode())
        .map(BankBook.Branch::name)
        .orElse("");
  }

  private static CommunityId community(Request rq) {
    return new CommunityId(rq.id("communityId"));
  }

  private static PersonId person(Request rq) {
    return new PersonId(rq.id("personId"));
  }
}
