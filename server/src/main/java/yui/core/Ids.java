package yui.core;

import com.github.f4b6a3.uuid.UuidCreator;
import java.util.UUID;

/** Makes the ids of everything but transfers, whose ids come from their cause. */
public final class Ids {
  private Ids() {}

  /** A UUIDv7: grows with time, so that indexes stay dense and lists sort by age. */
  public static UUID next() {
    return UuidCreator.getTimeOrderedEpoch();
  }
}
