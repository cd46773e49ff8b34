package yui.ledger;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import yui.Reader;
import yui.core.Days;

/** The same Saturday with a browser that runs no script. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LedgerPagesTest {
  private Saturday saturday;

  @BeforeAll
  void work() throws Exception {
    saturday = new Saturday();
    saturday
        .host
        .put(
            "/applications/" + saturday.application + "/attendance/" + saturday.slot,
            Map.of("state", "ATTENDED"))
        .is(200);
  }

  @AfterAll
  void close() {
    saturday.close();
  }

  @Test
  void thanks_byForms_areGivenReceivedClaimedAndPaid() throws Exception {
    Reader host = saturday.town.reader().comesIn("ward@town.example");
    String handOver = "/tasks/" + saturday.task + "/hand-over";
    host.get(handOver).is(200).says("米2kg").says("value=\"2\"");
    host.post(handOver, give("３")).is(409).says("まだお渡ししていない数まで");
    host.post(handOver, give("たくさん")).is(400);
    host.get(handOver);
    host.post(handOver, give("１．５")).leadsTo(handOver);
    host.get(handOver).says("米1,500g渡しました").says("value=\"0.5\"");

    Reader mika = saturday.town.reader().comesIn("mika@city.example");
    String mine = mika.get("/me/ledger").is(200).says("3,000円").says("米1,500g").html();
    mika.post(found(mine, "/me/ledger/hand-overs/[-0-9a-f]+/receipt")).leadsTo("/me/ledger");
    mika.get("/me/ledger");
    String[] work = {"communityId", saturday.community, "applicationIds", saturday.application};
    mika.get("/me/travel").is(200).says("5,000円まで");
    mika.post("/me/travel-claims", with(work, "amountYen", "たかい")).is(400).says("value=\"たかい\"");
    mika.get("/me/travel");
    String draft =
        mika.post(
                "/me/travel-claims",
                with(work, "amountYen", "４，６２０円", "receipts", "磐越西線 往復\n\n高速バス"))
            .leadsTo("/travel-claims/")
            .location();
    mika.get(draft).is(200).says("4,620円").says("まだ送られていません");
    mika.post(draft + "/send").leadsTo("/me/travel");
    mika.get("/me/travel").says("4,620円").says("確認待ち");
    mika.get("/en/me/travel").is(200).says("4,620 yen");

    String id =
        saturday
            .desk
            .get(saturday.at("/travel-claims"))
            .body()
            .path("items")
            .path(0)
            .path("id")
            .asText();
    Reader desk = saturday.town.reader().comesIn("desk@town.example");
    String settlements = "/communities/" + saturday.community + "/settlements";
    desk.get(settlements).is(200).says("3,000円（1人）").says("米500g（1人）");
    desk.post("/travel-claims/" + id + "/approve")
        .leadsTo("/communities/" + saturday.community + "/desk");

    desk.get(settlements);
    desk.post(settlements, "kind", "CASH", "until", "いつか").is(400);
    desk.get(settlements);
    desk.post(settlements, "kind", "CASH", "until", "2099-01-01").is(400).says("これまでの日時に");
    desk.get(settlements);
    String until = Days.of(saturday.town.now()).toString();
    String mistaken =
        desk.post(settlements, "kind", "CASH", "until", until).leadsTo("/settlements/").location();
    desk.get(mistaken).says("この精算を取りやめる");
    desk.post(mistaken + "/discard").is(409).says("確かめたことに印");
    desk.get(mistaken);
    desk.post(mistaken + "/discard", "confirm", "true").leadsTo(mistaken);
    desk.get(mistaken).says("取りやめた精算です");
    desk.get(settlements).says("取りやめ");
    String run =
        desk.post(settlements, "kind", "CASH", "until", until).leadsTo("/settlements/").location();
    desk.get(run).is(200).says("7,620円").says("美香").says("奥川の人足");
    desk.post(run + "/freeze", "confirm", "true").is(409).says("その操作ができる状態ではありません");
    String payee = found(desk.get(run).html(), "/payees/[-0-9a-f]+/hold").replace("/hold", "");
    desk.post(run + payee + "/hold", "reason", "").is(400).says("理由：入れてください");
    desk.get(run);
    desk.post(run + payee + "/hold", "reason", "口座を確認中").leadsTo(run);
    desk.get(run).says("口座を確認中").says("この精算に戻す");
    desk.post(run + payee + "/release").leadsTo(run);
    String account =
        found(
            desk.get(run).says("口座なし（手渡し）").html(),
            "/communities/[-0-9a-f]+/payees/[-0-9a-f]+/bank-account");
    desk.get(account).is(200).says("美香");
    desk.post(
            account,
            "bankCode",
            "9900",
            "branchCode",
            "008",
            "kind",
            "ORDINARY",
            "number",
            "1",
            "holder",
            "美香")
        .is(400)
        .says("銀行で使えない文字があります：美香");
    desk.get(account);
    desk.post(
            account,
            "bankCode",
            "9900",
            "branchCode",
            "００８",
            "kind",
            "ORDINARY",
            "number",
            "1234567",
            "holder",
            "ミカ")
        .leadsTo(settlements);
    desk.get(run).says("口座に振り込み");
    for (String verb : new String[] {"check", "freeze", "bank", "export", "pay"}) {
      if (verb.equals("bank")) {
        desk.get(run).says("振込元の口座を登録すると");
        desk.post(run + "/export", "format", "ZENGIN", "payOn", "いつか")
            .is(400)
            .says("日付は 2026-12-05 のように");
        desk.get(run);
        desk.post(run + "/export", "format", "ZENGIN", "payOn", until).is(409).says("振込元の口座");
        continue;
      }
      desk.get(run);
      desk.post(run + "/" + verb, "confirm", "true", "format", "CSV").leadsTo(run);
      if (verb.equals("freeze")) {
        desk.get("/communities/" + saturday.community + "/ledger").says("支払い（支払いのために取り置き）");
      }
    }
    String paid = desk.get(run).says("支払いずみ").saysNot("にできるようになります").says("中身は前と同じ").html();
    desk.get(found(paid, "/settlements/[-0-9a-f]+/exports/[-0-9a-f]+"))
        .is(200)
        .says(",JPY,3000,4620,0,7620");
    desk.get(run + "/receipts").is(200);
    desk.get(run + "/statements").is(200);
    desk.get(run + payee + "/statement.pdf").is(200);
    desk.get("/communities/" + saturday.community + "/audit")
        .says("全員の受領書を見た")
        .says("全員の支払明細書を見た")
        .says("支払明細書を見た</")
        .saysNot(">settlement_");
    desk.get("/en" + run).is(200).says("7,620 yen");
    desk.get(run);
    desk.post(run + payee + "/return", "reason", "口座番号の誤り").leadsTo(run);
    desk.get(run).says("振り込みが戻りました").says("口座番号の誤り");

    saturday
        .desk
        .post(
            saturday.at("/vouchers"),
            Map.of("code", "CORRECT", "corrects", earned(), "amount", 500, "reason", "半日でした"))
        .is(201);
    desk.get(settlements);
    String next =
        desk.post(settlements, "kind", "CASH", "until", until).leadsTo("/settlements/").location();
    desk.get(next).is(200).says("7,120円").says("訂正 −500円");

    String at = "/communities/" + saturday.community;
    desk.get(at + "/ledger").is(200).saysNot("帳簿と残高は合っています").says("渡した分：美香");
    desk.post(at + "/ledger/proof").leadsTo(at + "/ledger");
    desk.get(at + "/ledger").says("帳簿と残高は合っています");
    desk.get("/en" + at + "/ledger").says("Books and balances agree (checked on ");
    desk.get(at + "/journal").is(200).says("commodity 1. JPY");
    desk.get(at + "/funds").is(200).says("お礼基金");
    desk.post(at + "/funds", "name", "", "budgetLine", "旅費").is(400);
    desk.get(at + "/funds");
    desk.post(at + "/funds", "name", "旅費基金", "budgetLine", "旅費", "limit", "２０万").is(400);
    desk.get(at + "/funds");
    desk.post(at + "/funds", "name", "旅費基金", "budgetLine", "旅費", "unit", "JPY", "limit", "200,000")
        .leadsTo(at + "/funds");
    desk.get(at + "/funds").says("200,000円");
  }

  @Test
  void pages_ofOthers_areNotShown() throws Exception {
    Reader ken = saturday.town.reader().comesIn("ken@city.example");
    String at = "/communities/" + saturday.community;
    for (String path : new String[] {"/settlements", "/ledger", "/journal", "/funds"}) {
      ken.get(at + path).is(404);
    }
    ken.post(at + "/ledger/proof").is(404);
    ken.get("/tasks/" + saturday.task + "/hand-over").is(404);
    String empty = ken.get("/me/ledger").is(200).html();
    assertTrue(!empty.contains("美香"), empty);
  }

  private String earned() throws Exception {
    for (JsonNode line :
        saturday.desk.get(saturday.at("/transfers")).is(200).body().path("items")) {
      if (line.path("code").asText().equals("earn") && line.path("unit").asText().equals("JPY")) {
        return line.path("id").asText();
      }
    }
    throw new AssertionError("nothing earned");
  }

  private String[] give(String quantity) {
    return new String[] {
      "applicationId", saturday.application, "rewardLine", "2", "quantity", quantity
    };
  }

  private static String found(String html, String pattern) {
    Matcher found = Pattern.compile(pattern).matcher(html);
    if (!found.find()) throw new AssertionError(pattern + " not in " + html);
    return found.group();
  }

  private static String[] with(String[] some, String... more) {
    return Stream.of(some, more).flatMap(Arrays::stream).toArray(String[]::new);
  }
}
