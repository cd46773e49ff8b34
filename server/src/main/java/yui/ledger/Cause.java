package yui.ledger;

import com.github.f4b6a3.uuid.UuidCreator;
import java.util.Arrays;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * The one deed in the world that a transfer stands for. The same cause is the same transfer,
 * however often it is asked for; a promise made anew after a void needs a new cause.
 */
public record Cause(String words) {
  private static final UUID NAMESPACE = UUID.fromString("9a6f2a52-5a0f-5c0e-8b57-2f1d6c7e4a10");

  /** For instance {@code Cause.of("promise", applicationId, slotId, line, attempt)}. */
  public static Cause of(Object... parts) {
    return new Cause(Arrays.stream(parts).map(Object::toString).collect(Collectors.joining("/")));
  }

  public TransferId transfer() {
    return new TransferId(UuidCreator.getNameBasedSha1(NAMESPACE, words));
  }
}
