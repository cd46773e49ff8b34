package yui.banks;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import yui.core.FieldError;

/**
 * An account that money can be sent to.
 *
 * @param bankCode four digits
 * @param branchCode three digits
 * @param number seven digits, zeros in front where there are fewer
 * @param holder as the bank writes it
 */
record BankAccount(String bankCode, String branchCode, Kind kind, String number, String holder) {
  static final int HOLDER = 30;

  /** What sort of account it is; the digit stands in a bank's file. */
  enum Kind {
    ORDINARY('1'),
    CURRENT('2'),
    SAVINGS('4');

    final char digit;

    Kind(char digit) {
      this.digit = digit;
    }
  }

  /** As people type it: digits of any width, spaces and hyphens between, a name in any kana. */
  static BankAccount typed(
      String bankCode, String branchCode, Kind kind, String number, String holder) {
    String digits = digits(number);
    String padded = digits.length() < 7 ? "0".repeat(7 - digits.length()) + digits : digits;
    return new BankAccount(digits(bankCode), digits(branchCode), kind, padded, BankText.of(holder));
  }

  private static String digits(String typed) {
    return BankText.of(typed).replaceAll("[ -]", "");
  }

  /** Everything that would make a bank send the money back. */
  List<FieldError> errors(BankBook book) {
    List<FieldError> errors = new ArrayList<>();
    if (!bankCode.matches("[0-9]{4}")) errors.add(new FieldError("/bankCode", "bank_code"));
    else if (!book.knowsBank(bankCode)) errors.add(new FieldError("/bankCode", "bank_unknown"));
    if (!branchCode.matches("[0-9]{3}")) errors.add(new FieldError("/branchCode", "branch_code"));
    else if (book.knowsBank(bankCode) && book.find(bankCode, branchCode).isEmpty()) {
      errors.add(new FieldError("/branchCode", "branch_unknown"));
    }
    if (!number.matches("[0-9]{7}") || number.equals("0000000")) {
      errors.add(new FieldError("/number", "account_number"));
    }
    errors.addAll(nameErrors("/holder", holder, HOLDER));
    return errors;
  }

  static List<FieldError> nameErrors(String at, String name, int most) {
    if (name.isBlank()) return List.of(new FieldError(at, "missing"));
    String foreign = BankText.foreign(name);
    if (!foreign.isEmpty()) {
      return List.of(new FieldError(at, "bank_letters", Map.of("letters", foreign)));
    }
    if (name.length() > most) return List.of(new FieldError(at, "too_long", Map.of("max", most)));
    return List.of();
  }

  /** What may be shown to whoever does not need the number itself. */
  String masked() {
    return "****" + number.substring(4);
  }

  String sealed() {
    return String.join("\t", bankCode, branchCode, kind.name(), number, holder);
  }

  static BankAccount unsealed(String text) {
    String[] parts = text.split("\t", -1);
    return new BankAccount(parts[0], parts[1], Kind.valueOf(parts[2]), parts[3], parts[4]);
  }
}
