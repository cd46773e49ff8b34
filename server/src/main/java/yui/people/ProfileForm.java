package yui.people;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import yui.web.Form;
import yui.web.Json;
import yui.web.Typed;

/** The bodies that the forms of the profile page make; rows left empty are left out. */
final class ProfileForm {
  private static final int MOST_ROWS = 150;

  private ProfileForm() {}

  static ObjectNode profile(Form form) {
    ObjectNode body = Json.MAPPER.createObjectNode();
    body.put("displayName", form.text("displayName"));
    body.put("intro", form.text("intro").replace("\r\n", "\n"));
    form.filled("maxDistanceKm").ifPresent(km -> body.set("maxDistanceKm", Typed.number(km)));
    form.filled("findable").ifPresent(findable -> body.put("findable", findable));
    List<String> findableIn = form.all("findableIn");
    if (!findableIn.isEmpty()) putAll(body.putArray("findableIn"), findableIn);
    body.put("hasCar", form.ticked("hasCar"));
    body.put("namedOnSheets", form.ticked("namedOnSheets"));
    putAll(body.putArray("rewardWishes"), form.all("rewardWishes"));
    putAll(body.putArray("languages"), form.all("languages"));
    ArrayNode skills = body.putArray("skills");
    ArrayNode licences = body.putArray("licences");
    ArrayNode bases = body.putArray("bases");
    for (int n = 0; n < MOST_ROWS; n++) {
      putSkill(skills, form, "skills." + n + ".");
      putLicence(licences, form, "licences." + n + ".");
      putBase(bases, form, "bases." + n + ".");
    }
    return body;
  }

  private static void putAll(ArrayNode array, List<String> values) {
    values.forEach(array::add);
  }

  private static void putSkill(ArrayNode skills, Form form, String at) {
    if (form.text(at + "code").isEmpty()) return;
    ObjectNode skill = skills.addObject().put("code", form.text(at + "code"));
    form.filled(at + "level").ifPresent(level -> skill.set("level", Typed.number(level)));
  }

  private static void putLicence(ArrayNode licences, Form form, String at) {
    if (form.text(at + "code").isEmpty()) return;
    ObjectNode licence = licences.addObject().put("code", form.text(at + "code"));
    form.filled(at + "expiresOn").ifPresent(day -> licence.put("expiresOn", day));
  }

  private static void putBase(ArrayNode bases, Form form, String at) {
    // A base whose name and place were cleared is taken away.
    if (List.of("label", "lat", "lon").stream().allMatch(name -> form.text(at + name).isEmpty())) {
      return;
    }
    ObjectNode base = bases.addObject();
    form.filled(at + "id").ifPresent(id -> base.put("id", id));
    form.filled(at + "kind").ifPresent(kind -> base.put("kind", kind));
    base.put("label", form.text(at + "label"));
    form.filled(at + "lat").ifPresent(lat -> base.set("lat", Typed.number(lat)));
    form.filled(at + "lon").ifPresent(lon -> base.set("lon", Typed.number(lon)));
    form.filled(at + "communityId").ifPresent(id -> base.put("communityId", id));
  }

  static ObjectNode stay(Form form) {
    ObjectNode body = Json.MAPPER.createObjectNode();
    form.filled("baseId").ifPresent(id -> body.put("baseId", id));
    form.filled("from").ifPresent(day -> body.put("from", day));
    form.filled("to").ifPresent(day -> body.put("to", day));
    return body;
  }
}
