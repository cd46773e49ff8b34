package yui.privacy;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import yui.communities.Communities;
import yui.communities.Community;
import yui.core.CommunityId;
import yui.core.Days;
import yui.core.Lang;
import yui.db.Tx;
import yui.identity.Recently;
import yui.web.Answer;
import yui.web.Api;
import yui.web.Cursor;
import yui.web.Request;
import yui.web.Sheet;
import yui.web.Words;

/** One's own data over HTTP. */
public final class PrivacyRoutes {
  record CopyShown(UUID id, OffsetDateTime madeAt, OffsetDateTime endsAt) {
    static CopyShown of(Records.Made made) {
      return new CopyShown(made.id(), Days.at(made.madeAt()), Days.at(made.endsAt()));
    }
  }

  record LookShown(
      UUID id,
      OffsetDateTime at,
      String deed,
      String what,
      String as,
      String name,
      String community) {}

  record KeepingShown(
      String code,
      String words,
      @Nullable UUID id,
      @Nullable String title,
      @Nullable OffsetDateTime at,
      @Nullable String unit,
      @Nullable Long amount) {}

  record ErasureShown(
      @Nullable OffsetDateTime askedAt,
      @Nullable OffsetDateTime dueAt,
      List<KeepingShown> keptBy) {}

  private final Records records;
  private final Erasures erasures;
  private final Recently recently;
  private final Communities communities;
  private final FileBook book;
  private final Words words;

  public PrivacyRoutes(
      Register register,
      Records records,
      Erasures erasures,
      Recently recently,
      Communities communities,
      Words words) {
    this.communities = communities;
    this.book = new FileBook(register, words);
    this.records = records;
    this.erasures = erasures;
    this.recently = recently;
    this.words = words;
  }

  public void bind(Api api) {
    api.write(
        "makeDataExport",
        (request, tx) -> {
          recently.demand(tx, request);
          return Answer.created(CopyShown.of(records.make(tx, request.caller())));
        });
    api.read(
        "listDataExports",
        (request, tx) ->
            Answer.ok(
                Map.of(
                    "items",
                    records.list(tx, request.caller()).stream().map(CopyShown::of).toList())));
    api.read(
        "getDataExport",
        (request, tx) -> {
          recently.demand(tx, request);
          return Answer.file(
              RecordsFile.TYPE,
              RecordsFile.NAME,
              records.fetch(tx, request.caller(), request.id("copyId")));
        });
    api.read("listLooks", this::looks);
    api.read("getErasure", (request, tx) -> Answer.ok(shown(request, tx)));
    api.read("getPersonalDataFile", this::fileBook);
    api.write(
        "askErasure",
        (request, tx) -> {
          recently.demand(tx, request);
          erasures.ask(tx, request.caller());
          return Answer.ok(shown(request, tx));
        });
    api.write(
        "takeBackErasure",
        (request, tx) -> {
          erasures.takeBack(tx, request.caller());
          return Answer.nothing();
        });
  }

  private Answer fileBook(Request request, Tx tx) {
    CommunityId id = new CommunityId(request.id("communityId"));
    FileBook.check(request.caller(), id);
    Community community = communities.get(tx, id);
    Lang lang = request.caller().lang();
    Sheet sheet = book.sheet(community, lang);
    return switch (request.query("format").orElse("json")) {
      case "csv" -> Answer.file(Sheet.CSV_TYPE, "personal-data.csv", sheet.csv());
      case "xlsx" -> Answer.file(Sheet.XLSX_TYPE, "personal-data.xlsx", sheet.xlsx());
      default -> Answer.ok(Map.of("items", book.lines(community, lang)));
    };
  }

  private Answer looks(Request request, Tx tx) {
    int limit = request.limit();
    Lang lang = request.caller().lang();
    List<Looks.Look> found =
        Looks.of(
            tx,
            request.caller().known(),
            lang,
            request.query("cursor").map(Cursor::decodeId).orElse(null),
            limit + 1);
    return Answer.ok(
        Cursor.cut(found, limit, look -> look.id().toString())
            .map(
                look ->
                    new LookShown(
                        look.id(),
                        Days.at(look.at()),
                        look.deed(),
                        LookWords.what(look, words, lang),
                        look.as(),
                        look.name(),
                        look.community())));
  }

  private ErasureShown shown(Request request, Tx tx) {
    Lang lang = request.caller().lang();
    return erasures
        .asked(tx, request.caller())
        .map(
            asked ->
                new ErasureShown(
                    Days.at(asked.askedAt()), Days.at(asked.dueAt()), keeping(request, tx, lang)))
        .orElseGet(() -> new ErasureShown(null, null, keeping(request, tx, lang)));
  }

  private List<KeepingShown> keeping(Request request, Tx tx, Lang lang) {
    return erasures.keeping(tx, request.caller()).stream()
        .map(
            k ->
                new KeepingShown(
                    k.code(),
                    KeepingWords.of(tx, k, words, lang),
                    k.id(),
                    k.title().isEmpty() ? null : k.title(),
                    k.at() == null ? null : Days.at(k.at()),
                    k.unit(),
                    k.amount()))
        .toList();
  }
}
