package yui.mail;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import yui.core.Caller;
import yui.core.Lang;
import yui.core.PersonId;
import yui.core.Refusal;
import yui.db.Tx;
import yui.web.Answer;
import yui.web.Api;
import yui.web.Form;
import yui.web.Page;
import yui.web.Pages;
import yui.web.Typed;
import yui.web.Words;

/** Choosing which letters one gets: logged in, and from a letter without logging in. */
public final class MailChoicePages {
  private static final String MINE = "/me/letters";

  record View(Typed.Choice speaks, Typed.Choice wanted) {}

  record One(String path, String topic, boolean wanted) {}

  record Choices(List<Topic> wanted) {}

  /** What letters to somebody are written in; the identity room keeps it. */
  public interface Speaking {
    Lang of(Tx tx, Caller caller);

    void choose(Tx tx, Caller caller, Lang lang);
  }

  private final Speaking speaking;
  private final Words words;

  public MailChoicePages(Speaking speaking, Words words) {
    this.speaking = speaking;
    this.words = words;
  }

  public void bind(Api api) {
    api.read(
        "getLetterChoices", (rq, tx) -> Answer.ok(new Choices(wanted(tx, rq.caller().known()))));
    api.write(
        "putLetterChoices",
        (rq, tx) -> {
          MailChoices.choose(tx, rq.caller().known(), rq.body(Choices.class).wanted());
          return Answer.ok(new Choices(wanted(tx, rq.caller().known())));
        });
  }

  public void bind(Pages pages) {
    pages.get(MINE, this::mine);
    pages.post(
        MINE,
        (form, tx) -> {
          List<Topic> wanted =
              form.all("wanted").stream()
                  .flatMap(name -> MailChoiceRoutes.topic(name).stream())
                  .toList();
          MailChoices.choose(tx, form.caller().known(), wanted);
          Lang spoken =
              Stream.of(Lang.values())
                  .filter(lang -> lang.name().equals(form.text("lang")))
                  .findFirst()
                  .orElseGet(() -> speaking.of(tx, form.caller()));
          speaking.choose(tx, form.caller(), spoken);
          return Page.elsewhere(spoken.path() + MINE, "saved");
        });
    pages.get(MailChoiceRoutes.PATH + ":secret/:topic", this::fromALetter);
  }

  private Page mine(Form form, Tx tx) {
    List<String> wanted = wanted(tx, form.caller().known()).stream().map(Enum::name).toList();
    Map<String, String> labels = new LinkedHashMap<>();
    for (Topic topic : Topic.values()) labels.put(topic.name(), label(topic, form.lang()));
    Map<String, String> langs = new LinkedHashMap<>();
    for (Lang lang : Lang.values()) langs.put(lang.name(), words.say(lang, "lang.own_name"));
    Typed stored =
        Typed.stored(Map.of("wanted", wanted, "lang", speaking.of(tx, form.caller()).name()));
    return Page.show(
        "letters", new View(stored.choice("lang", langs), stored.choice("wanted", labels)));
  }

  private Page fromALetter(Form form, Tx tx) {
    Topic topic = MailChoiceRoutes.topic(form.path("topic")).orElseThrow(Refusal::notFound);
    MailChoices.Owner owner =
        MailChoices.owner(tx, form.path("secret")).orElseThrow(Refusal::notFound);
    // The address in the letter takes mail programs' clicks, so it names no language.
    if (form.lang() == Lang.JA && owner.lang() != Lang.JA) {
      return Page.elsewhere(
          owner.lang().path()
              + MailChoiceRoutes.PATH
              + form.path("secret")
              + "/"
              + form.path("topic"));
    }
    boolean wanted = !tx.asSystem(() -> MailChoices.unwanted(tx, owner.person())).contains(topic);
    return Page.show(
        "letters_stop",
        new One(
            MailChoiceRoutes.PATH
                + form.path("secret")
                + "/"
                + topic.name().toLowerCase(Locale.ROOT),
            label(topic, form.lang()),
            wanted));
  }

  private static List<Topic> wanted(Tx tx, PersonId person) {
    Set<Topic> unwanted = MailChoices.unwanted(tx, person);
    return Stream.of(Topic.values()).filter(topic -> !unwanted.contains(topic)).toList();
  }

  private String label(Topic topic, Lang lang) {
    return words.say(lang, "letters.topic." + topic);
  }
}
