package yui.core;

import java.util.Locale;

/** The languages the catalogues speak. */
public enum Lang {
  JA,
  EN;

  /** The code of BCP 47 and of the catalogue's file. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Where addresses in this language begin, after the origin. */
  public String path() {
    return this == EN ? "/en" : "";
  }

  /** Japanese unless the code says English. */
  public static Lang of(String code) {
    return code.toLowerCase(Locale.ROOT).startsWith("en") ? EN : JA;
  }
}
