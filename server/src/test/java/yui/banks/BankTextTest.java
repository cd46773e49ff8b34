package yui.banks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BankTextTest {
  @ParameterizedTest
  @CsvSource({
    "ヤマダ　タロウ, ﾔﾏﾀﾞ ﾀﾛｳ",
    "やまだ たろう, ﾔﾏﾀﾞ ﾀﾛｳ",
    "ﾔﾏﾀﾞ ﾀﾛｳ, ﾔﾏﾀﾞ ﾀﾛｳ",
    "パーク・ジュン, ﾊﾟ-ｸ・ｼﾞﾕﾝ",
    "キャッツ, ｷﾔﾂﾂ",
    "ヴァイオレット, ｳﾞｱｲｵﾚﾂﾄ",
    "ｴﾇﾋﾟｰｵｰ)ﾕｲ, ｴﾇﾋﾟ-ｵ-)ﾕｲ",
    "ＮＰＯ（ユイ）, NPO(ﾕｲ)",
    "yui taro, YUI TARO",
    "ヲガワ, ｦｶﾞﾜ",
    "１２３－４, 123-4",
  })
  void of_namesAsTyped_areAsBanksWriteThem(String typed, String written) {
    assertEquals(written, BankText.of(typed));
  }

  @ParameterizedTest
  @CsvSource({"ﾔﾏﾀﾞ ﾀﾛｳ, ''", "山田ﾀﾛｳ, 山田", "ｱ・ｲ・ｳ, ・", "A_B&C, _&", "髙ﾊｼ, 髙", "𠮷ﾀﾞ, 𠮷"})
  void foreign_anything_namesEachLetterOnce(String written, String foreign) {
    assertEquals(foreign, BankText.foreign(written));
  }

  @Test
  void bankBook_ofTheRelease_isWrittenInLettersThatBanksTake() {
    for (String code : List.of("0001", "9900", "0126")) {
      assertTrue(BankBook.all().knowsBank(code), code);
    }
    BankBook.Branch post = BankBook.all().find("9900", "008").orElseThrow();
    assertEquals("ﾕｳﾁﾖ", post.bankKana());
    assertEquals("ｾﾞﾛｾﾞﾛﾊﾁ", post.nameKana());
    assertEquals("", BankBook.all().foreignLetters());
  }
}
