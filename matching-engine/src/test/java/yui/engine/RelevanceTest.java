package yui.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people of three towns type, and what they find, in order; tasks by their numbers. */
class RelevanceTest {
  private static final String TASKS =
      """
      1  | 水路の泥上げ（人足） | 田んぼに水を引く水路の泥と落ち葉を、みんなでさらいます。スコップは用意します。 | 奥川 中町集落 | 西会津町 Nishiaizu | 水路整備 Clearing waterways 江払い 堀払い 井普請 用水路 泥上げ 人足 日役 総事
      2  | 稲刈りの手伝い | 機械の入らない棚田の稲を手で刈り、はぜに掛けます。 | 奥川 梨平集落 | 西会津町 Nishiaizu | 稲刈り Harvesting rice はざかけ 脱穀 稲運び
      3  | 墓地までの道の草刈り | お彼岸を過ぎて伸びた草を、集落の道ぞいに刈ります。刈払機のある方は歓迎です。 | 奥川 中町集落 | 西会津町 Nishiaizu | 草刈り Mowing grass 草刈 除草 下刈り 草取り 草むしり
      4  | 大根の収穫と洗い | 朝いちばんに大根を抜いて、洗って、箱に詰めます。 | 三浦 初声 | 三浦市 Miura | 大根の収穫 Harvesting daikon 大根抜き 大根洗い
      5  | 冬囲いと落ち葉かき | 雪が来る前に、公民館と神社の庭木を板と縄で囲います。縄の結び方はお教えします。 | 奥川 中町集落 | 西会津町 Nishiaizu | 大工仕事 Carpentry 木工 造作 日曜大工 DIY
      6  | 雪かきの手伝い（ひとり暮らしのお宅） | 玄関先と通り道の雪かきです。屋根には上がりません。 | 奥川 梨平集落 | 西会津町 Nishiaizu | 雪かき Shovelling snow 除雪 雪よせ 雪はね 雪片付け
      7  | 防災講座の講師 | 公民館で、家庭の防災を九十分お話しください。参加者は三十人ほどです。 | 会津若松 中央公民館 | 会津若松市 Aizuwakamatsu | 講師 Lecturing 講演 授業
      8  | 漆器の店のウェブサイトづくり | 小さな漆器の店の品物と職人を紹介するページを作ります。打ち合わせは画面ごしです。 |  | 会津若松市 Aizuwakamatsu | ホームページ制作 Web design ウェブ HTML
      9  | 古民家の床張り | お試し滞在に使う古民家の床板を張り替えます。道具はあります。 | 三浦 三崎 | 三浦市 Miura | 大工仕事 Carpentry 木工 造作 日曜大工 DIY
      10 | 浜の清掃 | 台風のあとの浜のごみを拾います。 | 三浦 三戸浜 | 三浦市 Miura |
      11 | 秋祭りの太鼓運び | 太鼓を三か所に運び、終わったら片づけます。 | 会津若松 七日町 | 会津若松市 Aizuwakamatsu | 祭りの手伝い Helping at festivals 神輿 屋台
      12 | 公民館の障子の張り替え | 公民館の障子を三十枚、張り替えます。 | 奥川 中町集落 | 西会津町 Nishiaizu |
      13 | 屋根の雪下ろし | 二階の屋根の雪を落とします。命綱を使います。 | 奥川 梨平集落 | 西会津町 Nishiaizu | 雪下ろし Clearing snow from roofs 屋根雪 雪降ろし
      """;

  private static final String EXPECTED =
      """
      草刈り → 3
      除草 → 3
      くさかり → 3
      くさか → 3
      草 → 3
      kusakari → 3
      雪かき → 6
      除雪 → 6
      ゆきかき → 6
      雪下ろし → 13
      ゆきおろし → 13
      屋根 → 13 6
      雪 → 5 6 13
      人足 → 1
      総事 → 1
      泥上げ → 1
      江ざらい → 1
      水路 → 1
      稲刈り → 2
      稲刈 → 2
      いねかり → 2
      棚田 → 2
      大根 → 4
      だいこん → 4
      ﾀﾞｲｺﾝ → 4
      daikon → 4
      大根の収穫 → 4
      大根 洗い → 4
      冬囲い → 5
      雪囲い → 5
      落葉かき → 5
      大工 → 5 9
      DIY → 5 9
      公民館 → 12 7 5
      講師 → 7
      防災 → 7
      ホームページ → 8
      ウェブ → 8
      漆器 → 8
      しっき → 8
      古民家 → 9
      床 → 9
      床張り → 9
      掃除 → 10
      ごみ → 10
      祭り → 11
      お祭り → 11
      太鼓 → 11
      障子 → 12
      張り替え → 12 9
      西会津 → 1 2 3 5 6 12 13
      にしあいづ → 1 2 3 5 6 12 13
      奥川 雪 → 5 6 13
      梨平 → 2 6 13
      三浦 大根 → 4
      手伝い → 2 6 11
      snow → 6 13
      harvest → 2 4
      寿司 →
      ＊＊＊ →
      """;

  @TempDir Path directory;

  /** What is tested; an engine elsewhere is tested by the same. */
  MatchEngine open() throws BrokenIndex {
    return MatchEngine.open(directory);
  }

  @Test
  void find_whatPeopleType_isWhatTheyMean() throws BrokenIndex {
    try (MatchEngine engine = open()) {
      List<Change> posted = new ArrayList<>();
      for (String line : TASKS.lines().toList()) {
        String[] task = line.split("\\|", -1);
        posted.add(new Change.PutTask(Asking.task(number(task[0])).says(text(task)).row()));
      }
      engine.apply(posted, "p");
      engine.refresh();
      String found =
          EXPECTED
              .lines()
              .map(line -> line.substring(0, line.indexOf('→')).strip())
              .map(typed -> (typed + " → " + found(engine, typed)).strip())
              .collect(Collectors.joining("\n", "", "\n"));
      assertEquals(EXPECTED, found);
    }
  }

  private static String found(MatchEngine engine, String typed) {
    return engine.search(TaskSearch.words(typed, 20, Asking.NOW)).items().stream()
        .map(hit -> Long.toString(hit.id().getLeastSignificantBits()))
        .collect(Collectors.joining(" "));
  }

  private static int number(String column) {
    return Integer.parseInt(column.strip());
  }

  private static TaskText text(String[] task) {
    List<String> skills = List.of(task[5].strip().split(" "));
    return new TaskText(
        task[1].strip(), task[2].strip(), task[3].strip(), task[4].strip(), "", skills, List.of());
  }
}
