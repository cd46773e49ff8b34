package yui.ledger;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.text.Normalizer;
import yui.web.Form;
import yui.web.Json;

/** Bodies made from what people type: wide digits and commas are numbers too. */
final class Typing {
  private Typing() {}

  static ObjectNode body() {
    return Json.MAPPER.createObjectNode();
  }

  /** A number, or as it was typed, for the contract to say what is wrong with it. */
  static void number(ObjectNode body, String name, Form form) {
    String digits = digits(form.text(name));
    if (digits.isEmpty()) return;
    try {
      body.put(name, Long.parseLong(digits));
    } catch (NumberFormatException e) {
      body.put(name, form.text(name));
    }
  }

  static void text(ObjectNode body, String name, Form form) {
    if (!form.text(name).isEmpty()) body.put(name, form.text(name));
  }

  static String digits(String typed) {
    return Normalizer.normalize(typed, Normalizer.Form.NFKC).replaceAll("[,\\s円]", "");
  }
}
