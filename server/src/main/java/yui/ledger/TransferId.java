package yui.ledger;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.UUID;

/** The id of a transfer, made from its {@link Cause}. */
public record TransferId(@JsonValue UUID value) {
  @Override
  public String toString() {
    return value.toString();
  }
}
