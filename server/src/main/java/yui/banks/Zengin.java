package yui.banks;

import java.nio.ByteBuffer;
import java.time.LocalDate;
import java.util.List;

/**
 * Orders of many transfers (総合振込) as banks take them, by the layout of the Japanese Bankers
 * Association: records of 120 bytes in JIS X 0201 — a header, one for each payment, a sum, an end.
 */
final class Zengin {
  private static final int RECORD = 120;
  private static final int MOST_PAYMENTS = 999_999;
  private static final long MOST = 9_999_999_999L;
  private static final long MOST_IN_ALL = 999_999_999_999L;

  /**
   * One transfer.
   *
   * @param yen what arrives
   */
  record Payment(BankAccount to, long yen) {}

  private Zengin() {}

  /** Whether a file has room for the amount. */
  static boolean takes(long yen) {
    return yen > 0 && yen <= MOST;
  }

  /**
   * The file; the same bytes for the same order.
   *
   * @throws IllegalArgumentException where something was not checked before
   */
  static byte[] file(BankProfile profile, LocalDate payOn, List<Payment> payments, BankBook book) {
    long total = payments.stream().mapToLong(Payment::yen).reduce(0, Math::addExact);
    if (payments.isEmpty() || payments.size() > MOST_PAYMENTS || total > MOST_IN_ALL) {
      throw new IllegalArgumentException("no file holds " + payments.size() + " transfers");
    }
    String end = profile.lineBreaks() ? "\r\n" : "";
    StringBuilder text = new StringBuilder();
    text.append(header(profile, payOn, book)).append(end);
    for (int i = 0; i < payments.size(); i++) {
      text.append(data(payments.get(i), i + 1, book)).append(end);
    }
    text.append(whole(new StringBuilder("8"), digits(payments.size(), 6), digits(total, 12)));
    text.append(end);
    text.append(whole(new StringBuilder("9"))).append(end);
    if (profile.endMark()) text.append('\u001A');
    return bytes(text.toString());
  }

  private static String header(BankProfile profile, LocalDate payOn, BankBook book) {
    BankAccount from = profile.account();
    BankBook.Branch branch = branch(book, from);
    return whole(
        new StringBuilder("1"),
        "21",
        "0",
        profile.requester(),
        letters(from.holder(), BankProfile.NAME),
        digits(payOn.getMonthValue(), 2) + digits(payOn.getDayOfMonth(), 2),
        from.bankCode(),
        cut(branch.bankKana(), 15),
        from.branchCode(),
        cut(branch.nameKana(), 15),
        String.valueOf(from.kind().digit),
        from.number());
  }

  private static String data(Payment payment, int place, BankBook book) {
    BankAccount to = payment.to();
    if (!takes(payment.yen())) throw new IllegalArgumentException("no transfer of that amount");
    BankBook.Branch branch = branch(book, to);
    return whole(
        new StringBuilder("2"),
        to.bankCode(),
        cut(branch.bankKana(), 15),
        to.branchCode(),
        cut(branch.nameKana(), 15),
        // the clearing house, which is gone
        "0000",
        String.valueOf(to.kind().digit),
        to.number(),
        letters(to.holder(), BankAccount.HOLDER),
        digits(payment.yen(), 10),
        // neither new nor changed since the last order
        "0",
        digits(place, 10),
        digits(0, 10),
        // by wire
        "7");
  }

  private static BankBook.Branch branch(BankBook book, BankAccount account) {
    return book.find(account.bankCode(), account.branchCode())
        .orElseThrow(() -> new IllegalArgumentException("no such branch"));
  }

  private static String whole(StringBuilder record, String... fields) {
    for (String field : fields) record.append(field);
    if (record.length() > RECORD) throw new IllegalArgumentException("a record is too long");
    return record.append(" ".repeat(RECORD - record.length())).toString();
  }

  private static String digits(long number, int width) {
    String digits = Long.toString(number);
    if (digits.length() > width) throw new IllegalArgumentException("a number is too long");
    return "0".repeat(width - digits.length()) + digits;
  }

  private static String letters(String text, int width) {
    if (text.length() > width || !BankText.foreign(text).isEmpty()) {
      throw new IllegalArgumentException("a name that no bank takes");
    }
    return text + " ".repeat(width - text.length());
  }

  // A bank's own name may be longer than its place; banks read the codes.
  private static String cut(String text, int width) {
    return letters(text.length() > width ? text.substring(0, width) : text, width);
  }

  private static byte[] bytes(String text) {
    ByteBuffer encoded = BankText.BYTES.encode(text);
    byte[] bytes = new byte[encoded.remaining()];
    encoded.get(bytes);
    return bytes;
  }
}
