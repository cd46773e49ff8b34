package yui.people;

import io.vertx.sqlclient.Row;
import yui.core.Lang;

/** A licence or course that work may need, from the one list; {@code id} is the code. */
public record Licence(String id, String code, String ja, String en, String easy) {

  public String name(Lang lang) {
    return switch (lang) {
      case JA -> ja;
      case EN -> en;
      case EASY -> easy.isEmpty() ? ja : easy;
    };
  }

  static Licence of(Row row) {
    return new Licence(
        row.getString("code"),
        row.getString("code"),
        row.getString("ja"),
        row.getString("en"),
        row.getString("easy"));
  }
}
