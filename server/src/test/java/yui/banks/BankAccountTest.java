package yui.banks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import yui.core.FieldError;

/** Accounts as people type them, and what would make a bank send the money back. */
class BankAccountTest {
  private static final BankBook BOOK = BankBook.all();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # bank | branch | number  | holder               | what is wrong
          0001   | 001    | 1234567 | ﾔﾏﾀﾞ ﾀﾛｳ             |
          ０００１ | ００１ | １２-３  | やまだ　たろう         |
          1      | 001    | 1234567 | ﾔﾏﾀﾞ                 | /bankCode bank_code
          0000   | 001    | 1234567 | ﾔﾏﾀﾞ                 | /bankCode bank_unknown
          0001   | 1      | 1234567 | ﾔﾏﾀﾞ                 | /branchCode branch_code
          0001   | 999    | 1234567 | ﾔﾏﾀﾞ                 | /branchCode branch_unknown
          0000   | 999    | 1234567 | ﾔﾏﾀﾞ                 | /bankCode bank_unknown
          0001   | 001    | 12345678 | ﾔﾏﾀﾞ                | /number account_number
          0001   | 001    | 0       | ﾔﾏﾀﾞ                 | /number account_number
          0001   | 001    | 12a     | ﾔﾏﾀﾞ                 | /number account_number
          0001   | 001    | 1234567 | ' '                  | /holder missing
          0001   | 001    | 1234567 | 山田                 | /holder bank_letters
          0001   | 001    | 1234567 | ABCDEFGHIJKLMNOPQRSTUVWXYZ1234  |
          0001   | 001    | 1234567 | ABCDEFGHIJKLMNOPQRSTUVWXYZ12345 | /holder too_long
          """)
  void account_asItIsTyped_isRefusedForWhatIsWrong(
      String bank, String branch, String number, String holder, String wrong) {
    List<String> found =
        typed(bank, branch, number, holder).errors(BOOK).stream()
            .map((FieldError error) -> error.pointer() + " " + error.code())
            .toList();
    assertEquals(wrong == null ? List.of() : List.of(wrong), found);
  }

  @Test
  void number_withFewerDigits_getsZerosInFront() {
    assertEquals("0000123", typed("0001", "001", "１２-３", "ｱ").number());
    assertEquals("1234567", typed("0001", "001", "1234567", "ｱ").number());
  }

  @Test
  void account_sealedAndShown_isTheSameAndMasked() {
    BankAccount account = typed("0001", "001", "1234567", "ﾔﾏﾀﾞ ﾀﾛｳ");
    assertEquals(account, BankAccount.unsealed(account.sealed()));
    assertEquals("****567", account.masked());
  }

  private static BankAccount typed(String bank, String branch, String number, String holder) {
    return BankAccount.typed(bank, branch, BankAccount.Kind.ORDINARY, number, holder);
  }
}
