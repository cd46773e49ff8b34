package yui.fuzz;

import java.util.List;

/**
 * A parser that is thrown random bytes: a class beside it, with a method that Jazzer knows by name,
 * {@code fuzzerTestOneInput(byte[])}.
 *
 * @param longest how many bytes are worth while
 * @param library whose branches are looked at as well as ours; empty for none
 */
record Target(String name, String harness, int longest, String library) {
  static final List<Target> ALL =
      List.of(
          new Target("body", "yui.web.BodyFuzz", 2_000, ""),
          new Target("query", "yui.web.QueryFuzz", 400, ""),
          new Target(
              "upload", "yui.web.UploadFuzz", 1_000, "io.netty.handler.codec.http.multipart"),
          new Target("cursor", "yui.web.CursorFuzz", 200, ""),
          new Target("typed", "yui.web.TypedFuzz", 200, ""),
          new Target("sheet", "yui.web.SheetFuzz", 400, ""),
          new Target("words", "yui.tasks.TypedWordsFuzz", 60, ""),
          new Target("search", "yui.matching.SearchFuzz", 200, ""),
          new Target("text", "yui.engine.TextFuzz", 400, ""),
          new Target("found-cursor", "yui.engine.FoundCursorFuzz", 100, ""),
          new Target("calendar", "yui.calendars.CalendarFuzz", 3_000, "net.fortuna.ical4j"),
          new Target("outlines", "yui.places.OutlinesFuzz", 3_000, ""),
          new Target("postal-code", "yui.places.PostalCodeFuzz", 40, ""),
          new Target("token", "yui.identity.TokenFuzz", 1_000, ""),
          new Target("codes", "yui.identity.CodesFuzz", 80, ""),
          new Target("passkey", "yui.identity.PasskeyFuzz", 2_000, "com.webauthn4j"),
          new Target("bank", "yui.banks.ZenginFuzz", 200, ""),
          new Target("letter", "yui.mjml.LetterFuzz", 200, ""),
          new Target("template", "yui.mjml.TemplateFuzz", 2_000, "ch.digitalfondue"),
          new Target("backup", "yui.backups.ArchiveFuzz", 4_000, ""),
          new Target("picture", "yui.photos.PictureFuzz", 4_000, "com.twelvemonkeys"),
          new Target("receipt", "yui.travel.ReceiptFuzz", 4_000, "org.apache.pdfbox"));
}
