package yui.people;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import yui.communities.Communities;
import yui.core.Caller;
import yui.core.Lang;
import yui.core.Refusal;
import yui.db.Tx;
import yui.places.Picking;
import yui.web.Form;
import yui.web.Json;
import yui.web.Page;
import yui.web.Pages;
import yui.web.Typed;
import yui.web.Words;

/** A resident's own page: what they can do, where they are, when they stay. */
public final class ResidentPages {
  private static final String PROFILE = "/me/profile";
  private static final LocalDate FIRST = LocalDate.of(1, 1, 1);
  private static final int ALL = 1_000;

  private final Communities communities;
  private final Skills skills;
  private final Residents residents;
  private final Stays stays;
  private final Picking picking;
  private final Words words;

  public ResidentPages(Communities communities, Skills skills, Picking picking, Words words) {
    this.communities = communities;
    this.skills = skills;
    this.residents = new Residents(communities, skills);
    this.stays = new Stays(communities);
    this.picking = picking;
    this.words = words;
  }

  public void bind(Pages pages) {
    pages.get(PROFILE, (form, tx) -> page(form, tx, stored(tx, form.caller())));
    pages.post(
        PROFILE,
        this::save,
        (form, tx, errors, summary) ->
            page(
                form,
                tx,
                typed(
                    form,
                    Picking.isAsked(form)
                        ? Typed.refused(form, errors, summary)
                        : Typed.refused(ProfileForm.profile(form), errors, summary))));
    pages.get("/me/stays", (form, tx) -> Page.elsewhere(form.base() + PROFILE + "#stays"));
    pages.post(
        "/me/stays",
        (form, tx) -> {
          stays.add(
              tx, form.caller(), form.body("addStay", ProfileForm.stay(form), StayEntry.class));
          return Page.elsewhere(form.base() + PROFILE + "#stays", "stay_added");
        },
        (form, tx, errors, summary) -> {
          Profile.Forms stored = stored(tx, form.caller());
          Typed stay = Typed.refused(ProfileForm.stay(form), errors, summary);
          return page(form, tx, new Profile.Forms(stored.etag(), stored.profile(), stay, ""));
        });
    pages.post(
        "/me/stays/:stayId/remove",
        (form, tx) -> {
          stays.remove(tx, form.caller(), new StayId(form.id("stayId")));
          return Page.elsewhere(form.base() + PROFILE + "#stays", "stay_removed");
        });
  }

  private Page save(Form form, Tx tx) {
    if (Picking.isAsked(form)) {
      return page(form, tx, typed(form, Typed.again(form, picking.picked(form, tx))));
    }
    ObjectNode body = ProfileForm.profile(form);
    if (form.filled("_more").isPresent()) return page(form, tx, typed(form, Typed.of(body)));
    residents.put(
        tx, form.caller(), version(form), form.body("putResident", body, ResidentEntry.class));
    return Page.elsewhere(form.base() + PROFILE, "saved");
  }

  private static Optional<Integer> version(Form form) {
    try {
      return form.filled("_etag").map(Integer::parseInt);
    } catch (NumberFormatException e) {
      throw Refusal.stale();
    }
  }

  private static Profile.Forms typed(Form form, Typed profile) {
    return new Profile.Forms(form.text("_etag"), profile, empty(), form.text("_more"));
  }

  private static Typed empty() {
    return Typed.of(Json.MAPPER.createObjectNode());
  }

  private static Profile.Forms stored(Tx tx, Caller caller) {
    Optional<Resident> resident = ResidentStore.find(tx, caller.known());
    return new Profile.Forms(
        resident.map(r -> Integer.toString(r.version())).orElse(""),
        resident.map(r -> Typed.of(Json.MAPPER.valueToTree(r))).orElseGet(ResidentPages::empty),
        empty(),
        "");
  }

  private Page page(Form form, Tx tx, Profile.Forms forms) {
    Caller caller = form.caller();
    return Page.show(
        "profile",
        Profile.of(
            forms,
            lists(tx, form),
            ResidentStore.bases(tx, caller.known()),
            stays.list(tx, caller, FIRST, new UUID(0, 0), ALL)));
  }

  private Profile.Lists lists(Tx tx, Form form) {
    Lang lang = form.lang();
    Map<String, String> groups =
        skills.headings(tx).stream()
            .collect(Collectors.toMap(Skills.Heading::code, h -> h.name(lang)));
    Map<String, String> skillNames = new LinkedHashMap<>();
    for (Skill skill : skills.skills(tx)) {
      skillNames.put(skill.code(), groups.get(skill.group()) + " ｜ " + skill.name(lang));
    }
    Map<String, String> licenceNames = new LinkedHashMap<>();
    List<Licence> licences = skills.licences(tx);
    for (Licence licence : licences) licenceNames.put(licence.code(), licence.name(lang));
    Map<String, String> places = new LinkedHashMap<>();
    communities.all(tx).forEach(c -> places.put(c.id().toString(), c.name(lang)));
    return new Profile.Lists(
        words,
        lang,
        skillNames,
        licenceNames,
        places,
        (typed, at) -> picking.field(tx, typed, at, form.base() + PROFILE, false, lang));
  }
}
