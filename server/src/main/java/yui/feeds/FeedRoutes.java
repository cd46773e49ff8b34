package yui.feeds;

import org.jspecify.annotations.Nullable;
import yui.web.Answer;
import yui.web.Api;

/** The secret address of one's own calendar, over HTTP. */
public final class FeedRoutes {
  record CalendarAddress(@Nullable String url) {}

  private final Feeds feeds;

  public FeedRoutes(Feeds feeds) {
    this.feeds = feeds;
  }

  public void bind(Api api) {
    api.read(
        "getCalendarAddress",
        (rq, tx) ->
            Answer.ok(new CalendarAddress(feeds.address(tx, rq.caller().known()).orElse(null))));
    api.write(
        "makeCalendarAddress",
        (rq, tx) -> Answer.created(new CalendarAddress(feeds.makeAddress(tx, rq.caller()))));
    api.write(
        "endCalendarAddress",
        (rq, tx) -> {
          feeds.endAddress(tx, rq.caller());
          return Answer.nothing();
        });
  }
}
