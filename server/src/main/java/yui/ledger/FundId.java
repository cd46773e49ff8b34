package yui.ledger;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.UUID;

/** The id of a fund, from which a community pays. */
public record FundId(@JsonValue UUID value) {
  @Override
  public String toString() {
    return value.toString();
  }
}
