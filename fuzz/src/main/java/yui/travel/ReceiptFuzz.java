package yui.travel;

import yui.core.Refusal;

/** Receipts as PDF: refused, or kept as they came. */
public final class ReceiptFuzz {
  private ReceiptFuzz() {}

  public static void fuzzerTestOneInput(byte[] sent) {
    try {
      Paper.document(sent);
    } catch (Refusal refused) {
      if (!refused.errors().getFirst().pointer().equals("/receipt")) throw refused;
    }
  }
}
