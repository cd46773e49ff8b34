package yui.people;

import io.vertx.sqlclient.Row;
import java.util.List;
import yui.core.Lang;

/** Something people can do, from the one list; {@code id} is the code. */
public record Skill(
    String id,
    String code,
    String group,
    String ja,
    String en,
    String easy,
    List<String> synonyms,
    String safetyClass,
    List<String> licences) {

  public String name(Lang lang) {
    return switch (lang) {
      case JA -> ja;
      case EN -> en;
      case EASY -> easy.isEmpty() ? ja : easy;
    };
  }

  static Skill of(Row row) {
    return new Skill(
        row.getString("code"),
        row.getString("code"),
        row.getString("group_code"),
        row.getString("ja"),
        row.getString("en"),
        row.getString("easy"),
        List.of(row.getArrayOfStrings("synonyms")),
        row.getString("safety_class"),
        List.of(row.getArrayOfStrings("licences")));
  }
}
