package yui.banks;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;

/** Names as people type them, in a bank's file: refused, or records of 120 bytes. */
public final class ZenginFuzz {
  private static final BankBook BOOK = BankBook.all();
  private static final LocalDate DAY = LocalDate.of(2026, 12, 25);
  private static final BankProfile PROFILE =
      new BankProfile(
          "1234567890",
          new BankAccount("0001", "001", BankAccount.Kind.ORDINARY, "1234567", "ﾆｼｱｲﾂﾞ"),
          false,
          false);

  private ZenginFuzz() {}

  public static void fuzzerTestOneInput(byte[] bytes) {
    String[] typed = new String(bytes, StandardCharsets.UTF_8).split("\n", 4);
    if (typed.length < 4) return;
    BankAccount account =
        BankAccount.typed(typed[0], typed[1], BankAccount.Kind.ORDINARY, typed[2], typed[3]);
    if (!account.errors(BOOK).isEmpty()) return;
    byte[] file =
        Zengin.file(PROFILE, DAY, List.of(new Zengin.Payment(account, bytes.length)), BOOK);
    if (file.length != 4 * 120) throw new AssertionError(file.length + " bytes");
    if (!BankAccount.unsealed(account.sealed()).equals(account)) throw new AssertionError();
  }
}
