package yui.core;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.UUID;

/** The id of a person's account. */
public record PersonId(@JsonValue UUID value) {
  /**
   * What the database calls somebody who has left, so that no name is kept for it; each reader is
   * told it in their language, and nobody else may be called so.
   */
  public static final String LEFT = "退会した人";

  @Override
  public String toString() {
    return value.toString();
  }
}
