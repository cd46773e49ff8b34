package yui.furigana;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How what follows a number is read: 5日 いつか, 10分 ぷん, 3本 ぼん; a weekday in brackets too. */
final class Counters {
  /** Kanji of the text, char {@code from} up to {@code to}, and their reading. */
  record Counted(int from, int to, String reading) {}

  private static final Map<String, String> PLAIN =
      Map.ofEntries(
          Map.entry("年間", "ねんかん"),
          Map.entry("年度", "ねんど"),
          Map.entry("年", "ねん"),
          Map.entry("月分", "がつぶん"),
          Map.entry("月", "がつ"),
          Map.entry("週間", "しゅうかん"),
          Map.entry("時間", "じかん"),
          Map.entry("時半", "じはん"),
          Map.entry("時", "じ"),
          Map.entry("万円", "まんえん"),
          Map.entry("円", "えん"),
          Map.entry("万", "まん"),
          Map.entry("回", "かい"),
          Map.entry("食", "しょく"),
          Map.entry("名", "めい"),
          Map.entry("歳", "さい"),
          Map.entry("台", "だい"),
          Map.entry("枚", "まい"),
          Map.entry("個", "こ"),
          Map.entry("件", "けん"),
          Map.entry("度", "ど"),
          Map.entry("袋", "ふくろ"),
          Map.entry("箱", "はこ"),
          Map.entry("束", "たば"),
          Map.entry("反", "たん"),
          Map.entry("畳", "じょう"),
          Map.entry("号", "ごう"),
          Map.entry("番", "ばん"),
          Map.entry("合", "ごう"),
          Map.entry("世帯", "せたい"),
          Map.entry("団体", "だんたい"),
          Map.entry("地域", "ちいき"),
          Map.entry("人分", "にんぶん"),
          Map.entry("人中", "にんちゅう"),
          Map.entry("人", "にん"),
          Map.entry("日間", "にちかん"),
          Map.entry("日", "にち"));

  /** Sounds that bend after 1, 6, 8, 0, and after 3. */
  private static final Map<String, List<String>> BENDING =
      Map.of(
          "分間", List.of("ふんかん", "ぷんかん", "ぷんかん"),
          "分", List.of("ふん", "ぷん", "ぷん"),
          "本", List.of("ほん", "ぽん", "ぼん"),
          "泊", List.of("はく", "ぱく", "ぱく"),
          "杯", List.of("はい", "ぱい", "ばい"),
          "匹", List.of("ひき", "ぴき", "びき"),
          "俵", List.of("ひょう", "ぴょう", "びょう"),
          "軒", List.of("けん", "けん", "げん"),
          "階", List.of("かい", "かい", "がい"));

  private static final Map<String, String> DAYS =
      Map.ofEntries(
          Map.entry("2", "ふつか"),
          Map.entry("3", "みっか"),
          Map.entry("4", "よっか"),
          Map.entry("5", "いつか"),
          Map.entry("6", "むいか"),
          Map.entry("7", "なのか"),
          Map.entry("8", "ようか"),
          Map.entry("9", "ここのか"),
          Map.entry("10", "とおか"),
          Map.entry("14", "じゅうよっか"),
          Map.entry("20", "はつか"),
          Map.entry("24", "にじゅうよっか"));

  private static final Map<String, String> WEEKDAYS =
      Map.of("月", "げつ", "火", "か", "水", "すい", "木", "もく", "金", "きん", "土", "ど", "日", "にち");

  private static final Pattern AFTER_NUMBER =
      Pattern.compile(
          "(?<![\\d,.])(\\d[\\d,]*)(年間|年度|年|月分|月|週間|時間|時半|時|万円|円|万|回|食|名|歳|台|枚|個|件|度"
              + "|袋|箱|束|反|畳|号|番|合|世帯|団体|地域|人分|人中|人|日間|日|分間|分|本|泊|杯|匹|俵|軒|階)"
              + "|(?<=（)([月火水木金土日])(?=[）・])");

  private Counters() {}

  /** A matcher that walks the counted words of a text. */
  static Matcher in(String text) {
    return AFTER_NUMBER.matcher(text);
  }

  static Counted read(String text, Matcher at) {
    String weekday = at.group(3);
    if (weekday != null) {
      return new Counted(at.start(), at.end(), WEEKDAYS.getOrDefault(weekday, ""));
    }
    String number = at.group(1);
    String unit = at.group(2);
    String whole = whole(number, unit, at.start() > 0 && text.charAt(at.start() - 1) == '月');
    return whole.isEmpty()
        ? new Counted(at.start(2), at.end(), sound(number, unit))
        : new Counted(at.start(), at.end(), whole);
  }

  /** The reading of number and word together, where it is no sum of both. */
  private static String whole(String number, String unit, boolean afterMonth) {
    return switch (unit) {
      case "日" -> number.equals("1") ? afterMonth ? "ついたち" : "いちにち" : DAYS.getOrDefault(number, "");
      case "日間" -> DAYS.containsKey(number) ? DAYS.get(number) + "かん" : "";
      case "人" -> number.equals("1") ? "ひとり" : number.equals("2") ? "ふたり" : "";
      case "人分" -> number.equals("1") ? "ひとりぶん" : number.equals("2") ? "ふたりぶん" : "";
      default -> "";
    };
  }

  private static String sound(String number, String unit) {
    List<String> bending = BENDING.get(unit);
    if (bending == null) return PLAIN.getOrDefault(unit, "");
    char last = number.charAt(number.length() - 1);
    if (last == '3') return bending.get(2);
    if (last == '4' && unit.equals("分")) return bending.get(1);
    return "1680".indexOf(last) < 0 ? bending.getFirst() : bending.get(1);
  }
}
