package yui.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import yui.core.Refusal;

class JsonTest {
  @ParameterizedTest
  @ValueSource(strings = {"{\"a\":1e99999999999}", "[-1E-99999999999999]", "{\"a\":NaN}", "{"})
  void parse_numbersBeyondAnyUse_areRefusedLikeOtherBrokenBodies(String body) {
    Refusal refused =
        assertThrows(Refusal.class, () -> Json.parse(body.getBytes(StandardCharsets.UTF_8)));
    assertEquals(Refusal.Kind.INVALID, refused.kind());
  }
}
