package yui.banks;

import java.nio.charset.Charset;
import java.text.Normalizer;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Names as banks write them: half-width katakana, capital letters, digits and a few signs of JIS X
 * 0201.
 */
final class BankText {
  static final Charset BYTES = Charset.forName("JIS_X0201");

  private static final String WIDE = "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワンヲ";
  private static final String HALF = "ｱｲｳｴｵｶｷｸｹｺｻｼｽｾｿﾀﾁﾂﾃﾄﾅﾆﾇﾈﾉﾊﾋﾌﾍﾎﾏﾐﾑﾒﾓﾔﾕﾖﾗﾘﾙﾚﾛﾜﾝｦ";
  private static final String SMALL = "ァィゥェォッャュョヮヵヶ";
  private static final String LARGE = "アイウエオツヤユヨワカケ";
  private static final String DASHES = "-‐‑‒–—―−ーｰ－";
  private static final String SIGNS = " ()-./";

  private BankText() {}

  /**
   * What a bank writes for what a person typed: kana of any width, hiragana too, small kana large,
   * a long vowel as a hyphen. Letters that banks do not know stay, for {@link #foreign} to name.
   */
  static String of(String typed) {
    StringBuilder text = new StringBuilder();
    String folded = Normalizer.normalize(typed.strip(), Normalizer.Form.NFKC);
    for (char c :
        Normalizer.normalize(folded, Normalizer.Form.NFD).toUpperCase(Locale.ROOT).toCharArray()) {
      text.append(written(c));
    }
    return text.toString().replaceAll(" +", " ");
  }

  private static char written(char typed) {
    char c = typed >= 'ぁ' && typed <= 'ゖ' ? (char) (typed + 'ァ' - 'ぁ') : typed;
    if (DASHES.indexOf(c) >= 0) return '-';
    if (c == '\u3099' || c == '\u309B') return 'ﾞ';
    if (c == '\u309A' || c == '\u309C') return 'ﾟ';
    int small = SMALL.indexOf(c);
    int wide = WIDE.indexOf(small < 0 ? c : LARGE.charAt(small));
    return wide < 0 ? c : HALF.charAt(wide);
  }

  /** The letters of a written name that no bank takes, each once; empty when it is fine. */
  static String foreign(String written) {
    return written
        .codePoints()
        .filter(c -> !isKnown(c))
        .distinct()
        .mapToObj(Character::toString)
        .collect(Collectors.joining());
  }

  private static boolean isKnown(int c) {
    return c >= '0' && c <= '9'
        || c >= 'A' && c <= 'Z'
        || HALF.indexOf(c) >= 0
        || c == 'ﾞ'
        || c == 'ﾟ'
        || SIGNS.indexOf(c) >= 0;
  }
}
