package yui.core;

import java.util.Locale;

/** The languages the catalogues speak. */
public enum Lang {
  JA("ja", ""),
  EN("en", "/en"),
  /** やさしい日本語: short sentences, few kanji, readings beside them. */
  EASY("ja-x-easy", "/easy");

  private final String code;
  private final String path;

  Lang(String code, String path) {
    this.code = code;
    this.path = path;
  }

  /** The code of BCP 47 and of the catalogue's file. */
  public String code() {
    return code;
  }

  /** Where addresses in this language begin, after the origin. */
  public String path() {
    return path;
  }

  /** The language of a page's address; Japanese where it names none. */
  public static Lang ofPath(String path) {
    for (Lang lang : values()) {
      if (lang != JA && (path.equals(lang.path) || path.startsWith(lang.path + "/"))) return lang;
    }
    return JA;
  }

  /** The address without its language. */
  public String bare(String path) {
    String bare = path.substring(this.path.length());
    return bare.isEmpty() ? "/" : bare;
  }

  /** The address of a page in this language. */
  public String at(String bare) {
    return bare.equals("/") && this != JA ? path : path + bare;
  }

  /** Whether names and days are said in English, else in Japanese. */
  public boolean isEnglish() {
    return this == EN;
  }

  /** Japanese unless the code says otherwise. */
  public static Lang of(String code) {
    String lower = code.toLowerCase(Locale.ROOT);
    if (lower.equals(EASY.code)) return EASY;
    return lower.startsWith(EN.code) ? EN : JA;
  }
}
