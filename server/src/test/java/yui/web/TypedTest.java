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
    "2.50, 2.50",
    "1e400000000, '\"1e400000000\"'",
    "1e-400000000, '\"1e-400000000\"'",
    "三, '\"三\"'"
  })
  void number_typed_isANumberOnlyWhereItsDigitsAreWritten(String typed, String json) {
    assertEquals(json, Typed.number(typed).toString());
  }
}
