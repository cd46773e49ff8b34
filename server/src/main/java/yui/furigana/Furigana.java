package yui.furigana;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import yui.engine.Readings;

/**
 * The reading above each word with kanji. A reading that its writer gave in round brackets goes
 * above the word; the others come from the dictionary. Names of persons stay as they are.
 */
final class Furigana {
  private static final String HAN = "\\p{IsHan}々〆ヶ";
  private static final Pattern KANJI = Pattern.compile("[" + HAN + "]");
  private static final Pattern GIVEN =
      Pattern.compile("((?:[おご](?=[" + HAN + "]))?[" + HAN + "][" + HAN + "ぁ-ん]*)（([ぁ-んー]+)）");
  private static final Pattern PIECES = Pattern.compile("[" + HAN + "]+|[^" + HAN + "]+");

  /** Somebody addressed: how many signs before it are the name only the words tell. */
  private static final Pattern ADDRESSED = Pattern.compile("^(?:　| )?(?:さん|さま|様|氏|くん|ちゃん)");

  /** What the dictionary reads as in words for countries. */
  private static final String RICE = "米";

  private static final Set<String> REMARKS = Set.of("から", "まで", "など", "のみ", "だけ");

  private static final int KEPT = 10_000;
  private static final int KEPT_LENGTH = 500;

  private final Readings readings;
  private final Set<String> trusted;
  private final Map<String, String> kept = new ConcurrentHashMap<>();

  /**
   * @param catalogue texts in which every bracket after a word is its reading; in other texts it
   *     may be a remark
   */
  Furigana(Readings readings, Collection<String> catalogue) {
    this.readings = readings;
    this.trusted =
        catalogue.stream()
            .flatMap(text -> GIVEN.matcher(text).results())
            .filter(given -> !REMARKS.contains(given.group(2)))
            .map(given -> pair(given.group(1), given.group(2)))
            .filter(pair -> !pair.isEmpty())
            .collect(Collectors.toUnmodifiableSet());
  }

  private static String pair(String before, String reading) {
    int start = aligning(before, reading);
    return start < 0 ? "" : before.substring(start) + "/" + reading;
  }

  /** A text of a page (escaped already) with its readings. */
  String over(String text) {
    if (!KANJI.matcher(text).find()) return text;
    if (text.length() > KEPT_LENGTH) return made(text);
    if (kept.size() > KEPT) kept.clear();
    return kept.computeIfAbsent(text, this::made);
  }

  /** The text with neither readings nor the brackets that give them. */
  String without(String text) {
    if (text.indexOf('（') < 0) return text;
    StringBuilder bare = new StringBuilder(text.length());
    int at = 0;
    Matcher given = GIVEN.matcher(text);
    while (given.find()) {
      if (start(given.group(1), given.group(2)) < 0) continue;
      bare.append(text, at, given.end(1));
      at = given.end();
    }
    return bare.append(text, at, text.length()).toString();
  }

  private String made(String text) {
    StringBuilder out = new StringBuilder(text.length() * 4);
    int at = 0;
    Matcher given = GIVEN.matcher(text);
    while (given.find()) {
      int start = start(given.group(1), given.group(2));
      if (start < 0) continue;
      int word = given.start(1) + start;
      counted(text.substring(at, word), out);
      ruby(text.substring(word, given.end(1)), given.group(2), out);
      at = given.end();
    }
    counted(text.substring(at), out);
    return out.toString();
  }

  /** Where in the signs before a bracket the word begins that it reads; -1: it reads none. */
  private int start(String before, String reading) {
    int start = aligning(before, reading);
    if (start < 0) return start;
    String word = before.substring(start);
    return trusted.contains(word + "/" + reading) || isLike(word, reading) ? start : -1;
  }

  /** Whether the dictionary reads the word alike, or does not know it: a place, a name. */
  private boolean isLike(String word, String reading) {
    if (REMARKS.contains(reading)) return false;
    StringBuilder read = new StringBuilder();
    for (Readings.Word part : readings.of(word)) {
      if (part.isName() || part.hiragana().isEmpty()) return true;
      read.append(part.hiragana());
    }
    return read.charAt(0) == reading.charAt(0)
        || read.charAt(read.length() - 1) == reading.charAt(reading.length() - 1);
  }

  private static int aligning(String before, String reading) {
    for (int i = 0; i < before.length(); i++) {
      boolean begins =
          KANJI.matcher(before.substring(i, i + 1)).matches()
              || i == 0 && "おご".indexOf(before.charAt(0)) >= 0;
      if (begins && aligned(before.substring(i), reading) != null) return i;
    }
    return -1;
  }

  private void counted(String text, StringBuilder out) {
    int at = 0;
    Matcher numbers = Counters.in(text);
    while (numbers.find()) {
      Counters.Counted counted = Counters.read(text, numbers);
      spoken(text.substring(at, counted.from()), out);
      over(text.substring(counted.from(), counted.to()), counted.reading(), out);
      at = counted.to();
    }
    spoken(text.substring(at), out);
  }

  private void spoken(String text, StringBuilder out) {
    if (!KANJI.matcher(text).find()) {
      out.append(text);
      return;
    }
    List<Readings.Word> words = readings.of(text);
    int at = 0;
    for (int i = 0; i < words.size(); i++) {
      Readings.Word word = words.get(i);
      out.append(text, at, word.from());
      String surface = text.substring(word.from(), word.to());
      boolean isRead =
          !word.hiragana().isEmpty()
              && !word.isName()
              && KANJI.matcher(surface).find()
              && !isCalled(text, words, i);
      if (isRead) ruby(surface, surface.equals(RICE) ? "こめ" : word.hiragana(), out);
      else out.append(surface);
      at = word.to();
    }
    out.append(text, at, text.length());
  }

  /** Whether this word is a part of a name that さん follows; one whole common noun is none. */
  private static boolean isCalled(String text, List<Readings.Word> words, int i) {
    int end = i;
    while (end + 1 < words.size() && isKanji(text, words.get(end + 1))) end++;
    int begin = i;
    while (begin > 0 && isKanji(text, words.get(begin - 1))) begin--;
    return end > begin && ADDRESSED.matcher(text.substring(words.get(end).to())).find();
  }

  private static boolean isKanji(String text, Readings.Word word) {
    return text.substring(word.from(), word.to())
        .codePoints()
        .allMatch(c -> KANJI.matcher(Character.toString(c)).matches());
  }

  private static void ruby(String surface, String reading, StringBuilder out) {
    List<String> parts = aligned(surface, reading);
    if (parts == null) {
      over(surface, reading, out);
      return;
    }
    int part = 0;
    Matcher pieces = PIECES.matcher(surface);
    while (pieces.find()) {
      if (KANJI.matcher(pieces.group()).find()) over(pieces.group(), parts.get(part++), out);
      else out.append(pieces.group());
    }
  }

  private static void over(String word, String reading, StringBuilder out) {
    out.append("<ruby>")
        .append(word)
        .append("<rp>（</rp><rt>")
        .append(reading)
        .append("</rt><rp>）</rp></ruby>");
  }

  /** What of the reading each run of kanji has, the kana between them being the same in both. */
  private static @Nullable List<String> aligned(String surface, String reading) {
    StringBuilder like = new StringBuilder();
    Matcher pieces = PIECES.matcher(surface);
    while (pieces.find()) {
      boolean isKanji = KANJI.matcher(pieces.group()).find();
      like.append(isKanji ? "(.+?)" : Pattern.quote(hiragana(pieces.group())));
    }
    Matcher matched = Pattern.compile(like.toString()).matcher(reading);
    if (!matched.matches()) return null;
    return IntStream.rangeClosed(1, matched.groupCount()).mapToObj(matched::group).toList();
  }

  private static String hiragana(String kana) {
    StringBuilder same = new StringBuilder(kana.length());
    for (int i = 0; i < kana.length(); i++) {
      char c = kana.charAt(i);
      same.append(c >= 'ァ' && c <= 'ヴ' ? (char) (c - 'ァ' + 'ぁ') : c);
    }
    return same.toString();
  }
}
