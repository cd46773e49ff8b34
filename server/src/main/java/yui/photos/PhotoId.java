package yui.photos;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.UUID;

/** The id of a picture. */
public record PhotoId(@JsonValue UUID value) {
  @Override
  public String toString() {
    return value.toString();
  }
}
