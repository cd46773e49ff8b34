package yui.web;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ValueNode;
import java.math.BigDecimal;
import yui.core.Refusal;

/**
 * Numbers as JSON means them: {@code 3.0} and {@code 3e0} are the whole number 3. What no double
 * can hold is refused here, before anybody spells out its digits.
 */
final class WholeNumbers extends JsonNodeFactory {
  private static final long serialVersionUID = 1L;
  private static final int MOST_DIGITS = 308;

  @Override
  public ValueNode numberNode(BigDecimal number) {
    if (number.signum() == 0) return numberNode(0);
    if (Math.abs((long) number.precision() - number.scale()) > MOST_DIGITS) {
      throw Refusal.of(Refusal.Kind.INVALID, "body_not_json");
    }
    boolean whole = number.stripTrailingZeros().scale() <= 0;
    return whole ? numberNode(number.toBigIntegerExact()) : super.numberNode(number);
  }
}
