package yui.core;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.UUID;

/** The id of a community, the tenant. */
public record CommunityId(@JsonValue UUID value) {
  @Override
  public String toString() {
    return value.toString();
  }
}
