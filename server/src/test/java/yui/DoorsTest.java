package yui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DoorsTest {
  private Town town;

  @BeforeAll
  void open() throws Exception {
    town = Town.open();
  }

  @AfterAll
  void close() {
    town.close();
  }

  @Test
  void health_running_isUp() throws Exception {
    assertEquals(
        "UP",
        town.stranger().raw("GET", "/health/live", null).is(200).body().path("status").asText());
    town.stranger().raw("GET", "/health/ready", null).is(200);
  }

  @Test
  void contract_asked_isServedAsWritten() throws Exception {
    assertTrue(
        town.stranger()
            .raw("GET", "/api/v1/openapi.yaml", null)
            .is(200)
            .text()
            .contains("openapi: 3.1"));
  }

  @Test
  void anyAnswer_always_carriesTheContentSecurityPolicy() throws Exception {
    assertTrue(
        town.stranger()
            .raw("GET", "/nowhere", null)
            .headers()
            .get("content-security-policy")
            .getFirst()
            .startsWith("default-src 'self'"));
  }
}
