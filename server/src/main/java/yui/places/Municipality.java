package yui.places;

/**
 * A municipality, or a ward of a large city.
 *
 * @param code five digits; the check digit is not among them
 * @param name with its district, as post is addressed: 耶麻郡西会津町
 * @param kana how the name is read, in katakana
 */
public record Municipality(String code, String name, String kana) {
  public String prefecture() {
    return code.substring(0, 2);
  }
}
