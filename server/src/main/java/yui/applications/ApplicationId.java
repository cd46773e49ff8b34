package yui.applications;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.UUID;

/** The id of an application. */
public record ApplicationId(@JsonValue UUID value) {
  @Override
  public String toString() {
    return value.toString();
  }
}
