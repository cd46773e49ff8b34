package yui.core;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.UUID;

/** The id of a person's account. */
public record PersonId(@JsonValue UUID value) {
  @Override
  public String toString() {
    return value.toString();
  }
}
