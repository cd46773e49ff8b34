package yui.communities;

import io.vertx.sqlclient.Row;
import yui.core.CommunityId;
import yui.core.Lang;

/** A municipality or council with its own desk, money and rules. */
public record Community(
    CommunityId id,
    String code,
    String name,
    String nameEn,
    String about,
    double lat,
    double lon,
    String officeName,
    String officePhone) {

  static final String COLUMNS =
      "id, code, name, name_en, about, lat, lon, office_name, office_phone";

  /** Its name in a language; Japanese where it has no other. */
  public String name(Lang lang) {
    return lang.isEnglish() && !nameEn.isEmpty() ? nameEn : name;
  }

  static Community of(Row row) {
    return new Community(
        new CommunityId(row.getUUID("id")),
        row.getString("code"),
        row.getString("name"),
        row.getString("name_en"),
        row.getString("about"),
        row.getDouble("lat"),
        row.getDouble("lon"),
        row.getString("office_name"),
        row.getString("office_phone"));
  }
}
