package yui.ledger;

import java.util.Locale;

/** Why a transfer was made. */
public enum Code {
  PROMISE,
  EARN,
  VOID,
  EXPIRE,
  TRAVEL,
  HAND_OVER,
  PAY,
  WITHHOLD,
  CORRECT,
  RETURN,
  GIFT,
  OPEN;

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Code of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}
