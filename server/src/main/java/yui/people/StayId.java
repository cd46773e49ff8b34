package yui.people;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.UUID;

/** The id of a stay. */
record StayId(@JsonValue UUID value) {
  @Override
  public String toString() {
    return value.toString();
  }
}
