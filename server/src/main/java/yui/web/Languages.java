package yui.web;

import io.vertx.ext.web.LanguageHeader;
import io.vertx.ext.web.RoutingContext;
import yui.core.Lang;

/** Which language a reader wants: the header for programs, the address for pages. */
final class Languages {
  private static final String KEY = "yui.lang";

  private Languages() {}

  static void choose(RoutingContext context, Lang lang) {
    context.put(KEY, lang);
  }

  static Lang accepted(RoutingContext context) {
    Lang chosen = context.get(KEY);
    if (chosen != null) return chosen;
    for (LanguageHeader header : context.acceptableLanguages()) {
      if (Lang.EASY.code().equalsIgnoreCase(header.value())) return Lang.EASY;
      if ("ja".equals(header.tag())) return Lang.JA;
      if ("en".equals(header.tag())) return Lang.EN;
    }
    return Lang.JA;
  }
}
