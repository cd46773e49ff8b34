package yui.engine;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReader;

/**
 * What is derived from each segment, made when it is first asked and kept until Lucene lets go of
 * the segment: a refresh pays for what is new and for nothing else.
 */
final class Segments<S> {
  /** Derives it. */
  interface Making<S> {
    S of(LeafReader segment, IndexReader.CacheKey id) throws IOException;
  }

  private final Making<S> making;
  private final TokenCache tokens;
  private final Map<IndexReader.CacheKey, S> known = new ConcurrentHashMap<>();

  Segments(Making<S> making, TokenCache tokens) {
    this.making = making;
    this.tokens = tokens;
  }

  S of(LeafReader segment) throws IOException {
    IndexReader.CacheHelper core = segment.getCoreCacheHelper();
    S found = known.get(core.getKey());
    if (found != null) {
      return found;
    }
    S made = making.of(segment, core.getKey());
    S before = known.putIfAbsent(core.getKey(), made);
    if (before != null) {
      return before;
    }
    core.addClosedListener(
        key -> {
          known.remove(key);
          tokens.forget(key);
        });
    return made;
  }
}
