package yui.places;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import yui.communities.Community;
import yui.core.Lang;

/** The 47 prefectures by the two digits of JIS X 0401, which begin each municipality's code. */
public final class Prefectures {
  private static final List<String> JA =
      List.of(
          ("北海道 青森県 岩手県 宮城県 秋田県 山形県 福島県 茨城県 栃木県 群馬県 埼玉県 千葉県 東京都 神奈川県 新潟県 富山県"
                  + " 石川県 福井県 山梨県 長野県 岐阜県 静岡県 愛知県 三重県 滋賀県 京都府 大阪府 兵庫県 奈良県 和歌山県 鳥取県"
                  + " 島根県 岡山県 広島県 山口県 徳島県 香川県 愛媛県 高知県 福岡県 佐賀県 長崎県 熊本県 大分県 宮崎県"
                  + " 鹿児島県 沖縄県")
              .split(" "));
  private static final List<String> EN =
      List.of(
          ("Hokkaido Aomori Iwate Miyagi Akita Yamagata Fukushima Ibaraki Tochigi Gunma Saitama"
                  + " Chiba Tokyo Kanagawa Niigata Toyama Ishikawa Fukui Yamanashi Nagano Gifu"
                  + " Shizuoka Aichi Mie Shiga Kyoto Osaka Hyogo Nara Wakayama Tottori Shimane"
                  + " Okayama Hiroshima Yamaguchi Tokushima Kagawa Ehime Kochi Fukuoka Saga Nagasaki"
                  + " Kumamoto Oita Miyazaki Kagoshima Okinawa")
              .split(" "));

  private Prefectures() {}

  /** Where a community lies; empty when its code is no municipality's. */
  public static Optional<String> of(Community community) {
    String code = community.code();
    return code.matches("[0-9]{6}")
        ? Optional.of(code.substring(0, 2)).filter(Prefectures::isCode)
        : Optional.empty();
  }

  static List<String> codes() {
    return IntStream.rangeClosed(1, JA.size()).mapToObj("%02d"::formatted).toList();
  }

  public static boolean isCode(String text) {
    return text.matches("0[1-9]|[1-3][0-9]|4[0-7]");
  }

  public static String name(String prefecture, Lang lang) {
    return (lang.isEnglish() ? EN : JA).get(Integer.parseInt(prefecture) - 1);
  }

  /** Whether a folded word is its name: 福島県, 福島, fukushima. */
  public static boolean isCalled(String prefecture, String word) {
    String ja = name(prefecture, Lang.JA);
    return word.equals(ja)
        || (!ja.equals("北海道") && word.equals(ja.substring(0, ja.length() - 1)))
        || word.equals(name(prefecture, Lang.EN).toLowerCase(Locale.ROOT));
  }
}
