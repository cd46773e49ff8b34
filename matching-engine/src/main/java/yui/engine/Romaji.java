package yui.engine;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Latin letters as the katakana they sound like, by Hepburn and by the spelling of schools. */
final class Romaji {
  private static final Map<String, String> SYLLABLES = syllables();
  private static final int LONGEST = 3;

  private Romaji() {}

  /**
   * Null when the letters are no Japanese. A last consonant that still waits for its vowel is left
   * away: {@code kusak} is クサ.
   */
  static @Nullable String katakana(String lowerCase) {
    String letters = withoutMacrons(lowerCase);
    StringBuilder kana = new StringBuilder();
    for (int i = 0; i < letters.length(); ) {
      int length = syllable(letters, i);
      if (length > 0) {
        kana.append(SYLLABLES.get(letters.substring(i, i + length)));
        i += length;
      } else if (isDoubled(letters, i)) {
        kana.append('ッ');
        i++;
      } else if (isMoraicN(letters, i)) {
        kana.append('ン');
        i += letters.startsWith("n'", i) ? 2 : 1;
      } else if (waits(letters.substring(i)) && !kana.isEmpty()) {
        break;
      } else {
        return null;
      }
    }
    return kana.isEmpty() ? null : kana.toString();
  }

  private static int syllable(String letters, int at) {
    for (int length = Math.min(LONGEST, letters.length() - at); length > 0; length--) {
      if (SYLLABLES.containsKey(letters.substring(at, at + length))) {
        return length;
      }
    }
    return 0;
  }

  private static boolean isDoubled(String letters, int at) {
    if (at + 1 >= letters.length()) {
      return false;
    }
    char c = letters.charAt(at);
    char next = letters.charAt(at + 1);
    return (c == next && "kstpgdbzjc".indexOf(c) >= 0) || (c == 't' && next == 'c');
  }

  private static boolean isMoraicN(String letters, int at) {
    char c = letters.charAt(at);
    boolean beforeLabial = at + 1 < letters.length() && "bmp".indexOf(letters.charAt(at + 1)) >= 0;
    return c == 'n' || (c == 'm' && beforeLabial);
  }

  private static boolean waits(String rest) {
    return List.of("ky", "sh", "ch", "ts", "ny", "hy", "my", "ry", "gy", "by", "py").contains(rest)
        || (rest.length() == 1 && "kstnhmyrwgzdbpjfc".contains(rest));
  }

  private static String withoutMacrons(String letters) {
    return letters
        .replace("ā", "aa")
        .replace("ī", "ii")
        .replace("ū", "uu")
        .replace("ē", "ee")
        .replace("ō", "ou")
        .replace("â", "aa")
        .replace("î", "ii")
        .replace("û", "uu")
        .replace("ê", "ee")
        .replace("ô", "ou");
  }

  private static Map<String, String> syllables() {
    Map<String, String> all = new HashMap<>();
    rows(all, "aiueo", " アイウエオ kカキクケコ sサシスセソ tタチツテト nナニヌネノ hハヒフヘホ mマミムメモ rラリルレロ gガギグゲゴ");
    rows(all, "aiueo", " zザジズゼゾ dダジズデド bバビブベボ pパピプペポ");
    rows(all, "auo", "yヤユヨ kyキャ,キュ,キョ syシャ,シュ,ショ tyチャ,チュ,チョ nyニャ,ニュ,ニョ hyヒャ,ヒュ,ヒョ");
    rows(all, "auo", "myミャ,ミュ,ミョ ryリャ,リュ,リョ gyギャ,ギュ,ギョ zyジャ,ジュ,ジョ byビャ,ビュ,ビョ pyピャ,ピュ,ピョ");
    rows(all, "auo", "shシャ,シュ,ショ chチャ,チュ,チョ jジャ,ジュ,ジョ");
    rows(all, "aieo", "fファ,フィ,フェ,フォ");
    all.putAll(Map.of("wa", "ワ", "wo", "オ", "shi", "シ", "chi", "チ", "tsu", "ツ", "fu", "フ"));
    all.putAll(Map.of("ji", "ジ", "she", "シェ", "che", "チェ", "je", "ジェ"));
    return all;
  }

  private static void rows(Map<String, String> all, String vowels, String rows) {
    for (String row : rows.strip().split(" ")) {
      int kana = 0;
      while (row.charAt(kana) < 'ァ') {
        kana++;
      }
      String consonant = row.substring(0, kana);
      String[] sounds = row.substring(kana).split(row.contains(",") ? "," : "");
      for (int i = 0; i < sounds.length; i++) {
        all.put(consonant + vowels.charAt(i), sounds[i]);
      }
    }
  }
}
