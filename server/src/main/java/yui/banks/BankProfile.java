package yui.banks;

import java.util.ArrayList;
import java.util.List;
import yui.core.FieldError;

/**
 * What a community's bank wants of its files.
 *
 * @param requester the ten digits that the bank gave whoever orders the transfers
 * @param account whence the money goes; its holder is the name that payees read, up to 40 letters
 * @param lineBreaks whether a record ends with CR and LF
 * @param endMark whether the file ends with the sign 1A
 */
public record BankProfile(
    String requester, BankAccount account, boolean lineBreaks, boolean endMark) {
  static final int NAME = 40;

  List<FieldError> errors(BankBook book) {
    List<FieldError> errors = new ArrayList<>();
    if (!requester.matches("[0-9]{10}")) errors.add(new FieldError("/requester", "requester_code"));
    account.errors(book).stream().filter(e -> !e.pointer().equals("/holder")).forEach(errors::add);
    errors.addAll(BankAccount.nameErrors("/holder", account.holder(), NAME));
    if (account.kind() == BankAccount.Kind.SAVINGS) {
      errors.add(new FieldError("/kind", "not_in_list"));
    }
    return errors;
  }
}
