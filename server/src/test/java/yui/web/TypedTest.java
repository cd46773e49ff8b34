package yui.web;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Numbers as people type them into forms. */
class TypedTest {
  @ParameterizedTest
  @CsvSource({
    "３, 3",
    "-2, -2",
    "'１，０００，０００円', 1000000",
    "'12,345.60', 12345.60",
    "'1,00', '\"1,00\"'",
    "円, '\"円\"'",
    "2.50, 2.50",
    "1e400000000, '\"1e400000000\"'",
    "1e-400000000, '\"1e-400000000\"'",
    "三, '\"三\"'"
  })
  void number_typed_isANumberOnlyWhereItsDigitsAreWritten(String typed, String json) {
    assertEquals(json, Typed.number(typed).toString());
  }
}
