package yui.banks;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.Charset;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against files written by hand, column by column, from the association's layout. */
class ZenginTest {
  private static final LocalDate FIFTEENTH = LocalDate.parse("2026-12-15");
  // Banks read Shift_JIS as well, whose single bytes are the same.
  private static final Charset OTHER_READER = Charset.forName("Shift_JIS");

  private static final String HEADER =
      "1210"
          + "0123456789"
          + "ﾆｼｱｲﾂﾞﾏﾁﾕｲﾉｶｲ                           "
          + "1215"
          + "0001"
          + "ﾐｽﾞﾎ           "
          + "001"
          + "ﾄｳｷﾖｳ          "
          + "1"
          + "0765432"
          + "                 ";
  private static final String FIRST =
      "2"
          + "9900"
          + "ﾕｳﾁﾖ           "
          + "008"
          + "ｾﾞﾛｾﾞﾛﾊﾁ       "
          + "0000"
          + "1"
          + "1234567"
          + "ﾔﾏﾀﾞ ﾀﾛｳ                      "
          + "0000044895"
          + "0"
          + "0000000001"
          + "0000000000"
          + "7"
          + "        ";
  private static final String SECOND =
      "2"
          + "0001"
          + "ﾐｽﾞﾎ           "
          + "004"
          + "ﾏﾙﾉｳﾁﾁﾕｳｵｳ     "
          + "0000"
          + "2"
          + "0000012"
          + "ﾊﾟ-ｸ ｼﾞﾕﾝ                     "
          + "9999999999"
          + "0"
          + "0000000002"
          + "0000000000"
          + "7"
          + "        ";
  private static final String SUM = "8" + "000002" + "010000044894" + " ".repeat(101);
  private static final String END = "9" + " ".repeat(119);

  private final BankAccount payer =
      BankAccount.typed("0001", "001", BankAccount.Kind.ORDINARY, "765432", "ニシアイヅマチユイノカイ");
  private final List<Zengin.Payment> payments =
      List.of(
          new Zengin.Payment(
              BankAccount.typed("９９００", "008", BankAccount.Kind.ORDINARY, "1234567", "やまだ　たろう"),
              44_895),
          new Zengin.Payment(
              BankAccount.typed("0001", "004", BankAccount.Kind.CURRENT, "12", "パーク ジュン"),
              9_999_999_999L));

  @Test
  void file_withLineBreaks_isTheHandWrittenOneByteForByte() {
    byte[] file = file(new BankProfile("0123456789", payer, true, false));
    String expected = String.join("\r\n", HEADER, FIRST, SECOND, SUM, END) + "\r\n";
    assertEquals(expected, new String(file, OTHER_READER));
    assertArrayEquals(expected.getBytes(OTHER_READER), file);
    assertEquals(5 * 122, file.length);
  }

  @Test
  void file_withoutLineBreaksButAnEndMark_isOneLineAndTheMark() {
    byte[] file = file(new BankProfile("0123456789", payer, false, true));
    assertEquals(HEADER + FIRST + SECOND + SUM + END + "\u001A", new String(file, OTHER_READER));
    assertEquals(5 * 120 + 1, file.length);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1, 10_000_000_000L})
  void takes_amountsWithoutRoomInTheFile_no(long yen) {
    BankProfile profile = new BankProfile("0123456789", payer, true, false);
    List<Zengin.Payment> bad = List.of(new Zengin.Payment(payer, yen));
    assertEquals(false, Zengin.takes(yen));
    assertThrows(
        IllegalArgumentException.class, () -> Zengin.file(profile, FIFTEENTH, bad, BankBook.all()));
  }

  private byte[] file(BankProfile profile) {
    return Zengin.file(profile, FIFTEENTH, payments, BankBook.all());
  }
}
