package yui.mail;

/** Why a letter did not leave, in words without a name or an address. */
final class NotSent extends Exception {
  private static final long serialVersionUID = 1L;

  /** What another try would bring. */
  enum Hope {
    /** The same answer. */
    NONE,
    /** Perhaps another answer, to this letter. */
    LATER,
    /** Nobody answered: the same for every letter now. */
    UNREACHABLE
  }

  private final Hope hope;

  NotSent(String why, Hope hope) {
    super(why, null, false, false);
    this.hope = hope;
  }

  Hope hope() {
    return hope;
  }

  String why() {
    return String.valueOf(getMessage());
  }
}
