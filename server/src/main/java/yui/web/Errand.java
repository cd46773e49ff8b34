package yui.web;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import yui.core.Caller;
import yui.core.CommunityId;
import yui.db.Pace;

/**
 * One piece of work that may outlast whoever waits for it: they have its outcome, or they have left
 * and it is kept for them.
 */
final class Errand {
  final UUID id;
  final Caller caller;
  final String what;
  final @Nullable CommunityId community;
  final String askedFrom;
  final Pace pace = new Pace();

  private final Promise<Page> soon = Promise.promise();
  private boolean ended;
  private boolean left;

  Errand(UUID id, Caller caller, String what, @Nullable CommunityId community, String askedFrom) {
    this.id = id;
    this.caller = caller;
    this.what = what;
    this.community = community;
    this.askedFrom = askedFrom;
  }

  boolean isOf(Caller other) {
    return other.is(caller.known());
  }

  /** What came of it, for whoever waits. */
  Future<Page> soon() {
    return soon.future();
  }

  /** Nobody waits any longer; false when it has ended meanwhile. */
  synchronized boolean leave() {
    if (!ended) left = true;
    return left;
  }

  synchronized boolean isLeft() {
    return left;
  }

  /** It has ended; whether somebody still waits and has been told. */
  boolean end(Optional<Page> page, @Nullable Throwable why) {
    synchronized (this) {
      ended = true;
      if (left) return false;
    }
    if (why == null) soon.complete(page.orElseThrow());
    else soon.fail(why);
    return true;
  }
}
