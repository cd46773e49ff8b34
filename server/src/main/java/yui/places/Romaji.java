package yui.places;

import java.util.HashMap;
import java.util.Map;

/** Katakana in Latin letters (Hepburn, long vowels unmarked), for readers of English. */
final class Romaji {
  private static final Map<String, String> SOUNDS = new HashMap<>();

  static {
    String[] rows = {
      "アイウエオ a i u e o",
      "カキクケコ ka ki ku ke ko",
      "サシスセソ sa shi su se so",
      "タチツテト ta chi tsu te to",
      "ナニヌネノ na ni nu ne no",
      "ハヒフヘホ ha hi fu he ho",
      "マミムメモ ma mi mu me mo",
      "ヤユヨ ya yu yo",
      "ラリルレロ ra ri ru re ro",
      "ワヲン wa o n",
      "ガギグゲゴ ga gi gu ge go",
      "ザジズゼゾ za ji zu ze zo",
      "ダヂヅデド da ji zu de do",
      "バビブベボ ba bi bu be bo",
      "パピプペポ pa pi pu pe po",
      "ヴ vu"
    };
    for (String row : rows) {
      String[] cells = row.split(" ");
      for (int i = 0; i < cells[0].length(); i++)
        SOUNDS.put(cells[0].substring(i, i + 1), cells[i + 1]);
    }
  }

  private Romaji() {}

  static String of(String kana) {
    StringBuilder latin = new StringBuilder();
    boolean doubled = false;
    for (int i = 0; i < kana.length(); i++) {
      char sign = kana.charAt(i);
      if (sign == 'ッ') {
        doubled = true;
        continue;
      }
      int small = "ャュョ".indexOf(sign);
      if (small >= 0 && !latin.isEmpty()) {
        latin.setLength(latin.length() - 1); // ki + ya: kya
        String before = latin.toString();
        boolean soft = before.endsWith("sh") || before.endsWith("ch") || before.endsWith("j");
        latin.append(soft ? "" : "y").append("auo".charAt(small));
        continue;
      }
      String sound = SOUNDS.getOrDefault(String.valueOf(sign), "");
      if (doubled && !sound.isEmpty()) latin.append(sound.startsWith("ch") ? 't' : sound.charAt(0));
      doubled = false;
      latin.append(sound);
    }
    if (!latin.isEmpty()) latin.setCharAt(0, Character.toUpperCase(latin.charAt(0)));
    return latin.toString();
  }
}
