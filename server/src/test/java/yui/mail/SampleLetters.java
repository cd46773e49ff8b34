package yui.mail;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** A value for every slot, as the town's letters would have it. */
final class SampleLetters {
  private SampleLetters() {}

  static Map<String, String> required(Kind kind, String language) {
    return only(kind.required(), language);
  }

  static Map<String, String> whole(Kind kind, String language) {
    Map<String, String> model = only(kind.optional(), language);
    model.putAll(required(kind, language));
    return model;
  }

  private static Map<String, String> only(Set<String> slots, String language) {
    Map<String, String> model = new HashMap<>();
    slots.forEach(slot -> model.put(slot, value(slot, !language.equals("en"))));
    return model;
  }

  private static String value(String slot, boolean ja) {
    return switch (slot) {
      case "code" -> "4821-0937";
      case "minutes" -> "10";
      case "device" -> "Firefox, Windows";
      case "network" -> "203.0.113.*";
      case "factor" -> ja ? "パスキー「事務所のPC」" : "the passkey “office PC”";
      case "by" -> ja ? "西会津町 二地域居住デスク" : "Nishiaizu desk";
      case "url" -> "https://yui.example/tasks/0198c3?from=letter&lang=" + (ja ? "ja" : "en");
      case "name" -> ja ? "髙橋 美佳" : "Mika Takahashi";
      case "from" -> ja ? "奥川地域づくり協議会" : "Okugawa Council";
      case "applicant" -> ja ? "佐々木 健" : "Ken Sasaki";
      case "group" -> ja ? "奥川地域づくり協議会" : "Okugawa Council";
      case "task" -> ja ? "奥川の水路の草刈りと泥上げ" : "Clearing the Okugawa waterway";
      case "when" ->
          ja
              ? "2026年12月5日（土）9:00–12:00\n2026年12月6日（日）9:00–12:00"
              : "Saturday, 5 December 2026, 9:00–12:00\nSunday, 6 December 2026, 9:00–12:00";
      case "formerly" -> ja ? "2026年11月28日（土）9:00–12:00" : "Saturday, 28 November 2026, 9:00–12:00";
      case "decideAt" -> ja ? "12月4日（金）17:00まで" : "by Friday, 4 December, 17:00";
      case "decider" -> ja ? "区長 斎藤" : "Saito, ward leader";
      case "community" -> ja ? "西会津町" : "Nishiaizu";
      case "need" -> ja ? "水路の草で水が流れません。" : "Weeds block the waterway.";
      case "place" -> ja ? "西会津町 奥川" : "Okugawa, Nishiaizu";
      case "meet" -> ja ? "奥川集落センターの前" : "In front of the Okugawa village hall";
      case "bring" -> ja ? "長靴、軍手、飲みもの" : "Rubber boots, gloves, something to drink";
      case "confirmBy" -> ja ? "12月2日（水）18:00まで" : "by Wednesday, 2 December, 18:00";
      case "thanks", "earned" ->
          ja ? "現金 3,000円\n食事 1食\nお米 2kg" : "3,000 yen\n1 meal\n2 kg of rice";
      case "travel" -> ja ? "実費（5,000円まで）" : "Actual cost up to 5,000 yen";
      case "heads" -> ja ? "2人" : "2";
      case "message" ->
          ja
              ? "去年はほんとうに助かりました。\n今年もぜひ、お茶を飲みに来てください。"
              : "You were a great help last year.\nDo come and have tea with us again.";
      case "amount" -> ja ? "5,000円" : "5,000 yen";
      case "claimed" -> ja ? "6,200円" : "6,200 yen";
      case "count" -> "7";
      case "more" -> "2";
      case "task1" -> ja ? "奥川の水路の草刈り" : "Mowing along the Okugawa waterway";
      case "task2" -> ja ? "公民館の雪囲い" : "Boarding up the village hall for winter";
      case "task3" -> ja ? "みかんの収穫" : "Picking mandarins";
      case "task4" -> ja ? "祭りの片づけ" : "Clearing up after the festival";
      case "task5" -> ja ? "ちらしの翻訳（自宅で）" : "Translating a leaflet at home";
      case "about1", "about2", "about3", "about4", "about5" ->
          (ja
                  ? "2026年12月5日（土）9:00–12:00　ほか1日程\n奥川 中町　奥川地域づくり協議会\n「草刈り・奥川」で見つかりました"
                  : "Saturday, 5 December 2026, 9:00–12:00, and 1 more\nOkugawa　Okugawa Council\nFound by “mowing”")
              + (slot.endsWith("1") ? "" : " " + slot.substring(5));
      case "link1", "link2", "link3", "link4", "link5" ->
          "https://yui.example/tasks/0198c" + slot.substring(4);
      case "keeping" ->
          ja
              ? "「奥川の水路の草刈り」の出欠がまだ記録されていません。\n西会津町から3,000円をまだ受け取っていません。"
              : "Nobody has said yet who came to “Mowing”.\nNishiaizu owes you 3,000 yen.";
      case "reason" -> ja ? "大雨の予報が出ているため" : "Heavy rain is forecast";
      case "now", "goods" -> ja ? "トマト2kg" : "2 kg of tomatoes";
      case "instead" -> ja ? "米3kg" : "3 kg of rice";
      case "answer" -> ja ? "受け取る" : "Yes";
      case "until" -> ja ? "12月6日（日）" : "Sunday, 6 December";
      case "endsOn" -> ja ? "12月7日（月）" : "Monday, 7 December";
      case "severity" -> ja ? "けが（軽い）" : "Minor";
      case "note" -> ja ? "草刈機の使い方がお上手でした。" : "You handled the brush cutter very well.";
      case "cannot" -> "https://yui.example/answers/Jx0aWq7Tb3";
      case "companions" -> ja ? "佐藤 健、佐藤 花" : "Ken Sato, Hana Sato";
      case "waiting" -> ja ? "2人" : "2 people";
      case "since" -> ja ? "11月24日（火）" : "Tuesday, 24 November";
      case "onCall" -> ja ? "区長 斎藤" : "Saito, ward leader";
      case "phone" -> "0241-49-0000";
      case "office" ->
          ja ? "西会津町 二地域居住デスク　0241-45-0000（平日 8:30–17:15）" : "Nishiaizu desk, 0241-45-0000";
      default -> throw new IllegalArgumentException(slot);
    };
  }
}
