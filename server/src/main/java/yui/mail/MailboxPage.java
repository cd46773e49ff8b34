package yui.mail;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The built-in mailbox as a page: each letter in a frame of its own, without rights. */
final class MailboxPage {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("M月d日（E）H:mm", Locale.JAPANESE);

  static final String STYLE =
      """
      body { margin: 0 auto; padding: 1rem; max-width: 46rem; background: #f4eee2; color: #2b2a27;
        font: 1.05rem/1.7 system-ui, "Hiragino Sans", "Noto Sans JP", "Noto Sans CJK JP", sans-serif; }
      h1, h2 { color: #223a70; line-height: 1.4; }
      h2 { font-size: 1.2rem; margin: 0; }
      input, button { font: inherit; min-height: 3rem; padding: 0 .8rem; border-radius: 8px;
        border: 1px solid #6b6558; }
      input { width: 20rem; max-width: 100%; box-sizing: border-box; }
      button { background: #223a70; border-color: #223a70; color: #fff; font-weight: bold; }
      article { background: #fffdf8; border-radius: 12px; padding: 1rem; margin: 1.5rem 0; }
      iframe { width: 100%; height: 40rem; border: 1px solid #e8dfcd; border-radius: 8px;
        margin-top: .8rem; background: #f4eee2; }
      pre { white-space: pre-wrap; overflow-wrap: anywhere; font: inherit; }
      a { color: #223a70; }
      summary { padding: .6rem 0; }
      """;

  private static final String PAGE =
      """
      <!doctype html>
      <html lang="ja">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>お試し用の郵便受け – 結</title>
      <link rel="stylesheet" href="/dev/mailbox/style.css">
      </head>
      <body>
      <h1>お試し用の郵便受け</h1>
      <p>メールは外へは送られず、すべてここに届きます。<span lang="en">No letter leaves: all arrive here.</span></p>
      <form method="get" action="/dev/mailbox">
      <label for="to">宛先 <span lang="en">To</span></label><br>
      <input id="to" name="to" type="email" value="%s">
      <button>さがす</button>
      </form>
      %s%s
      <p><a href="/">結の最初のページへ</a></p>
      </body>
      </html>
      """;

  private static final String ARTICLE =
      """
      <article>
      <h2>%1$s</h2>
      <p>%2$s　%3$s%6$s</p>
      <details><summary>文字だけで読む</summary><pre>%4$s</pre></details>
      <iframe src="/dev/mailbox/%5$s" title="%1$s" loading="lazy"
       sandbox="allow-popups allow-popups-to-escape-sandbox"></iframe>
      </article>
      """;

  private MailboxPage() {}

  static String of(String to, List<Mailbox.Arrived> letters, @Nullable UUID next) {
    StringBuilder articles = new StringBuilder();
    for (Mailbox.Arrived letter : letters) {
      articles.append(
          ARTICLE.formatted(
              escaped(letter.subject()),
              escaped(letter.to()),
              TIME.format(letter.sentAt()),
              escaped(letter.text()),
              letter.id(),
              letter.calendar().isEmpty()
                  ? ""
                  : "　<a href=\"/dev/mailbox/" + letter.id() + "/yui.ics\">予定（yui.ics）</a>"));
    }
    if (letters.isEmpty()) articles.append("<p>まだ何も届いていません。</p>\n");
    String older =
        next == null
            ? ""
            : "<p><a href=\"/dev/mailbox?to=%s&amp;cursor=%s\">もっと前のメール</a></p>"
                .formatted(URLEncoder.encode(to, StandardCharsets.UTF_8), next);
    return PAGE.formatted(escaped(to), articles, older);
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
