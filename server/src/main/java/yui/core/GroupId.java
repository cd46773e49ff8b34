package yui.core;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.UUID;

/** The id of a group of a community, which posts tasks. */
public record GroupId(@JsonValue UUID value) {
  @Override
  public String toString() {
    return value.toString();
  }
}
