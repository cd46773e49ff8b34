package yui.web;

/** Links that dial. */
public final class Phones {
  private Phones() {}

  /** The address of a number, however it is written. */
  public static String href(String phone) {
    return "tel:" + phone.replaceAll("[^0-9+]", "");
  }
}
