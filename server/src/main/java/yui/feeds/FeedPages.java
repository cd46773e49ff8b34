package yui.feeds;

import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import yui.calendars.Calendars;
import yui.core.CommunityId;
import yui.core.Refusal;
import yui.db.Tx;
import yui.web.Form;
import yui.web.Page;
import yui.web.Pages;

/** The feeds themselves, and the page where people get the address of their own. */
public final class FeedPages {
  private static final String MINE = "/me/calendar";

  record View(String address, boolean hasAddress) {}

  private final Feeds feeds;

  public FeedPages(Feeds feeds) {
    this.feeds = feeds;
  }

  public void bind(Pages pages) {
    pages.get(
        MINE,
        (form, tx) -> {
          String address = feeds.address(tx, form.caller().known()).orElse("");
          return Page.show("calendar", new View(address, !address.isEmpty()));
        });
    pages.post(
        MINE,
        (form, tx) -> {
          feeds.makeAddress(tx, form.caller());
          return Page.elsewhere(form.base() + MINE, "calendar_made");
        });
    pages.post(
        MINE + "/end",
        (form, tx) -> {
          feeds.endAddress(tx, form.caller());
          return Page.elsewhere(form.base() + MINE, "calendar_ended");
        });
    pages.get("/calendar/:file", this::own);
    ofCommunity(pages, "ics", Calendars.CONTENT_TYPE, OpenTasks::calendar);
    ofCommunity(pages, "atom", "application/atom+xml; charset=utf-8", OpenTasks::atom);
    ofCommunity(pages, "json", "application/feed+json; charset=utf-8", OpenTasks::json);
  }

  private Page own(Form form, Tx tx) {
    String file = form.path("file");
    if (!file.endsWith(".ics")) throw Refusal.notFound();
    String secret = file.substring(0, file.length() - ".ics".length());
    return file(Calendars.CONTENT_TYPE, feeds.own(tx, secret));
  }

  private void ofCommunity(
      Pages pages, String ending, String type, Function<OpenTasks, String> written) {
    pages.get(
        "/communities/:id/tasks." + ending,
        (form, tx) ->
            file(
                type,
                written.apply(
                    feeds.ofCommunity(tx, new CommunityId(form.id("id")), form.lang(), ending))));
  }

  private static Page file(String type, String text) {
    return new Page.File(type, null, text.getBytes(StandardCharsets.UTF_8));
  }
}
