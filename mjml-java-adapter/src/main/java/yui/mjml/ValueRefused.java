package yui.mjml;

/** A slot without its value, a value without its slot, or one that does not fit there. */
public final class ValueRefused extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;
  private final String slot;

  // The value itself stays out of the message: it may be personal.
  ValueRefused(String slot, String why) {
    super(slot + ": " + why);
    this.slot = slot;
  }

  /** The name of the slot or of the value. */
  public String slot() {
    return slot;
  }
}
