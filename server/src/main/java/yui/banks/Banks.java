package yui.banks;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiPredicate;
import yui.core.Caller;
import yui.core.CommunityId;
import yui.core.Days;
import yui.core.FieldError;
import yui.core.PersonId;
import yui.core.Refusal;
import yui.db.Tx;
import yui.vault.Sealing;
import yui.vault.Vault;

/** What the ledger asks of banks: who can be paid through one, and the file that does it. */
public final class Banks {
  private static final int LONGEST_AHEAD_DAYS = 60;

  /** How somebody can be paid. */
  public enum Way {
    BANK,
    /** No account is known: by hand. */
    HAND,
    /** The account's branch is gone: to be told anew, or by hand. */
    STALE,
    /** The holder's name has letters that banks refuse. */
    NAME
  }

  private final Sealing sealing;
  private final BankAccounts accounts;
  private final BankProfiles profiles;
  private final BankFiles files;
  private final BiPredicate<Tx, LocalDate> holiday;

  public Banks(Vault vault, BiPredicate<Tx, LocalDate> holiday) {
    this.sealing =
        new Sealing(
            vault,
            new Sealing.Place("bank_accounts", "person_id"),
            new Sealing.Place("bank_profiles", "community_id"),
            new Sealing.Place("bank_files", "id"));
    this.accounts = new BankAccounts(vault);
    this.profiles = new BankProfiles(vault);
    this.files = new BankFiles(vault);
    this.holiday = holiday;
  }

  BankAccounts accounts() {
    return accounts;
  }

  BankProfiles profiles() {
    return profiles;
  }

  /** What somebody told of their own account, whole, for their own copy; empty without one. */
  public Map<String, String> told(Tx tx, PersonId person) {
    BankAccount account = accounts.open(tx, List.of(person)).get(person);
    if (account == null) return Map.of();
    return Map.of(
        "bank", account.bankCode(),
        "branch", account.branchCode(),
        "number", account.number(),
        "holder", account.holder());
  }

  /** How each of them can be paid. */
  public Map<PersonId, Way> ways(Tx tx, Collection<PersonId> persons) {
    Map<PersonId, Way> ways = new HashMap<>();
    persons.forEach(person -> ways.put(person, Way.HAND));
    accounts.open(tx, persons).forEach((person, account) -> ways.put(person, way(account)));
    return ways;
  }

  private static Way way(BankAccount account) {
    List<FieldError> errors = account.errors(BankBook.all());
    if (errors.isEmpty()) return Way.BANK;
    return errors.stream().allMatch(error -> error.pointer().equals("/holder"))
        ? Way.NAME
        : Way.STALE;
  }

  /** Whether the community has said which account it pays from. */
  public boolean pays(Tx tx, CommunityId community) {
    return profiles.find(tx, community).isPresent();
  }

  /**
   * Makes the file that pays those who have an account, or says what stands against it; nothing is
   * written when something does.
   *
   * @param due yen for each person
   */
  public byte[] order(
      Tx tx, Caller caller, CommunityId community, LocalDate payOn, Map<PersonId, Long> due) {
    BankProfile profile =
        profiles.find(tx, community).orElseThrow(() -> Refusal.conflict("bank_profile_missing"));
    mustBeOpen(tx, payOn);
    Map<PersonId, Way> ways = ways(tx, due.keySet());
    long stale = ways.values().stream().filter(way -> way == Way.STALE || way == Way.NAME).count();
    if (stale > 0) throw Refusal.conflict("bank_accounts_stale", Map.of("people", stale));
    if (!ways.containsValue(Way.BANK)) throw Refusal.conflict("bank_accounts_missing");
    if (due.values().stream().anyMatch(yen -> !Zengin.takes(yen))) {
      throw Refusal.conflict("bank_amount");
    }
    Map<PersonId, BankAccount> to = accounts.toPay(tx, caller, community, due.keySet());
    List<Zengin.Payment> payments = new ArrayList<>();
    due.forEach(
        (person, yen) -> {
          BankAccount account = to.get(person);
          if (account != null) payments.add(new Zengin.Payment(account, yen));
        });
    return Zengin.file(profile, payOn, payments, BankBook.all());
  }

  private void mustBeOpen(Tx tx, LocalDate day) {
    LocalDate today = Days.of(tx.now());
    if (!day.isAfter(today)) throw Refusal.invalid("/payOn", "in_the_past");
    if (day.isAfter(today.plusDays(LONGEST_AHEAD_DAYS))) {
      throw Refusal.invalid("/payOn", "too_far_ahead");
    }
    if (isClosed(tx, day)) throw Refusal.invalid("/payOn", "bank_closed");
  }

  private boolean isClosed(Tx tx, LocalDate day) {
    boolean newYear =
        day.getDayOfYear() <= 3 || day.getMonthValue() == 12 && day.getDayOfMonth() == 31;
    return newYear || day.getDayOfWeek().getValue() > 5 || holiday.test(tx, day);
  }

  /** The first day from one on on which banks are open. */
  public LocalDate openDay(Tx tx, LocalDate from) {
    LocalDate day = from;
    while (isClosed(tx, day)) day = day.plusDays(1);
    return day;
  }

  /** Keeps a file sealed. */
  public void keep(Tx tx, CommunityId community, UUID id, byte[] bytes) {
    files.keep(tx, community, id, bytes);
  }

  /** The file again, as long as it is kept. */
  public Optional<byte[]> kept(Tx tx, UUID id) {
    return files.find(tx, id);
  }

  /** Forgets accounts and files that nobody needs any more. */
  public int forgetOld(Tx tx) {
    return accounts.forgetOld(tx) + files.forgetOld(tx);
  }

  /** Seals some of what older keys sealed under the newest. */
  public int reseal(Tx tx) {
    return sealing.renew(tx);
  }

  /** Keys that are needed to open something and are not there. */
  public Set<String> missingKeys(Tx tx) {
    return sealing.missingKeys(tx);
  }
}
