package yui.insurance;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import yui.communities.Communities;
import yui.core.CommunityId;
import yui.core.Days;
import yui.core.Lang;
import yui.core.PersonId;
import yui.core.Spoken;
import yui.db.Tx;
import yui.people.People;
import yui.tasks.SlotId;
import yui.web.Form;
import yui.web.Json;
import yui.web.Page;
import yui.web.Pages;
import yui.web.Sheet;
import yui.web.Words;

/** The desk's pages of who is insured: the coming days, and one day's names to print and send. */
public final class InsurancePages {
  private static final int AHEAD_DAYS = 30;
  private static final int BACK_DAYS = 14;
  private static final List<String> HEADINGS =
      List.of("番号", "氏名", "年齢", "区分", "募集", "日時", "保険のプラン", "作業・道具");

  record Line(
      String href,
      String title,
      String when,
      String plan,
      boolean uncovered,
      String heads,
      String state,
      String stateWords) {}

  record All(
      CommunityId communityId,
      String community,
      List<Line> coming,
      boolean hasComing,
      List<Line> past,
      boolean hasPast) {}

  record Named(int n, String name, String age, String as) {}

  record Sent(String words) {}

  record One(
      CommunityId communityId,
      String community,
      SlotId id,
      String taskId,
      String title,
      String when,
      String place,
      String plan,
      String version,
      String uncovered,
      String premium,
      String things,
      String taskInsurance,
      List<Named> people,
      boolean hasPeople,
      String heads,
      boolean missesAges,
      boolean isSent,
      boolean isChanged,
      boolean canSend,
      List<Sent> sent,
      boolean hasSent,
      String refused) {}

  private final Insurances insurances;
  private final Communities communities;
  private final People people;
  private final Words words;

  public InsurancePages(
      Insurances insurances, Communities communities, People people, Words words) {
    this.insurances = insurances;
    this.communities = communities;
    this.people = people;
    this.words = words;
  }

  public void bind(Pages pages) {
    String all = "/communities/:cid/insurance";
    pages.get(all, this::all);
    pages.get(all + "/:sid", (form, tx) -> one(form, tx, ""));
    pages.get(all + "/:sid/names.csv", this::csv);
    pages.post(
        all + "/:sid/sent",
        (form, tx) -> {
          ObjectNode body = Json.MAPPER.createObjectNode().put("note", form.text("note"));
          String note =
              form.body("sendInsuranceList", body, InsuranceRoutes.SentEntry.class).note();
          insurances.send(tx, form.caller(), community(form), slot(form), note == null ? "" : note);
          return Page.elsewhere(
              form.base() + "/communities/" + community(form) + "/insurance/" + slot(form),
              "insurance_sent");
        },
        (form, tx, fields, summary) ->
            one(form, tx, fields.isEmpty() ? summary : String.join(" ", fields.values())));
  }

  private static CommunityId community(Form form) {
    return new CommunityId(form.id("cid"));
  }

  private static SlotId slot(Form form) {
    return new SlotId(form.id("sid"));
  }

  private Page all(Form form, Tx tx) {
    CommunityId id = community(form);
    LocalDate today = Days.of(tx.now());
    List<Line> coming =
        lines(form, insurances.coming(tx, form.caller(), id, today, today.plusDays(AHEAD_DAYS)));
    List<Line> past =
        lines(
            form,
            insurances.coming(
                tx, form.caller(), id, today.minusDays(BACK_DAYS), today.minusDays(1)));
    return Page.show(
        "insurance",
        new All(
            id,
            communities.get(tx, id).name(form.lang()),
            coming,
            !coming.isEmpty(),
            past,
            !past.isEmpty()));
  }

  private List<Line> lines(Form form, List<NameList> lists) {
    Lang lang = form.lang();
    List<Line> lines = new ArrayList<>();
    for (NameList list : lists) {
      String state = list.isSent() ? "SENT" : list.isChangedSince() ? "CHANGED" : "UNSENT";
      lines.add(
          new Line(
              form.base()
                  + "/communities/"
                  + list.task().communityId()
                  + "/insurance/"
                  + list.slot().id(),
              list.task().title(),
              list.slot().spoken(lang),
              list.choice().plan().name(),
              !list.choice().uncovered().isEmpty(),
              words.say(lang, "application.heads", Map.of("heads", list.people().size())),
              state,
              words.say(lang, "insurance.state." + state)));
    }
    return lines;
  }

  private Page one(Form form, Tx tx, String refused) {
    Lang lang = form.lang();
    CommunityId id = community(form);
    NameList list = insurances.list(tx, form.caller(), id, slot(form));
    List<Named> named = new ArrayList<>();
    for (NameList.Named one : list.people()) {
      named.add(
          new Named(
              named.size() + 1,
              one.name(),
              age(one.age()),
              words.say(lang, one.position() > 0 ? "insurance.companion" : "insurance.applicant")));
    }
    List<Sent> sent = sent(tx, list, lang);
    return Page.show(
        "insurance_list",
        new One(
            id,
            communities.get(tx, id).name(lang),
            list.slot().id(),
            list.task().id().toString(),
            list.task().title(),
            list.slot().spoken(lang),
            list.task().spot() == null ? "" : list.task().spot().label(),
            list.choice().plan().name(),
            version(list.from(), lang),
            String.join(
                lang.isEnglish() ? ", " : "・",
                list.choice().uncovered().stream()
                    .map(one -> words.say(lang, "safety." + one))
                    .toList()),
            list.premiumYen() == 0
                ? ""
                : words.say(
                    lang, "insurance.premium", Map.of("yen", Spoken.number(list.premiumYen()))),
            String.join(lang.isEnglish() ? ", " : "・", list.things()),
            list.task().insurance(),
            named,
            !named.isEmpty(),
            words.say(lang, "application.heads", Map.of("heads", named.size())),
            list.people().stream().anyMatch(one -> one.position() > 0 && one.age() == null),
            list.isSent(),
            list.isChangedSince(),
            !named.isEmpty() && !list.isSent(),
            sent,
            !sent.isEmpty(),
            refused));
  }

  private List<Sent> sent(Tx tx, NameList list, Lang lang) {
    Map<PersonId, String> names = InsuranceRoutes.names(tx, people, list);
    return list.sent().stream()
        .map(
            s ->
                new Sent(
                    words
                        .say(
                            lang,
                            "insurance.sent_line",
                            Map.of(
                                "when",
                                Spoken.moment(s.at(), lang),
                                "name",
                                names.getOrDefault(s.by(), ""),
                                "heads",
                                s.heads(),
                                "plan",
                                s.plan(),
                                "note",
                                s.note()))
                        .strip()))
        .toList();
  }

  private String version(@Nullable LocalDate from, Lang lang) {
    return from == null
        ? words.say(lang, "settlement.version.shipped")
        : words.say(lang, "settlement.version.from", Map.of("day", from.toString()));
  }

  private static String age(@Nullable Integer age) {
    return age == null ? "" : age.toString();
  }

  private Page csv(Form form, Tx tx) {
    NameList list = insurances.list(tx, form.caller(), community(form), slot(form));
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (NameList.Named one : list.people()) {
      rows.add(
          Arrays.asList(
              rows.size() + 1,
              one.name(),
              one.age(),
              one.position() > 0 ? "同行" : "本人",
              list.task().title(),
              list.slot().spoken(Lang.JA),
              list.choice().plan().name(),
              String.join("・", list.things())));
    }
    return new Page.File(
        Sheet.CSV_TYPE,
        "insurance-" + Days.of(list.slot().startsAt()) + ".csv",
        new Sheet("名簿", HEADINGS, rows).csv());
  }
}
