package yui.matching;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.slf4j.LoggerFactory;

/** What the feed writes into the log while one listens. */
final class Said implements AutoCloseable {
  private final Logger log = (Logger) LoggerFactory.getLogger(Feed.class);
  private final ListAppender<ILoggingEvent> heard = new ListAppender<>();

  Said() {
    heard.start();
    log.addAppender(heard);
  }

  /** Lines that contain some words. */
  List<String> lines(String words) {
    return List.copyOf(heard.list).stream()
        .map(ILoggingEvent::getFormattedMessage)
        .filter(line -> line.contains(words))
        .toList();
  }

  @Override
  public void close() {
    log.detachAppender(heard);
  }
}
