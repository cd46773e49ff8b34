package yui.engine;

import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.Term;

/**
 * Tokens' documents, a stretch each, as they were read last, so many that they fit into the bound;
 * what was not asked for the longest goes first. A segment never changes, so nothing here grows
 * old: deletions are looked up by the query.
 */
final class TokenCache {
  private record Key(IndexReader.CacheKey segment, Term token, int stretch) {}

  private final long mostBytes;
  private final LinkedHashMap<Key, TokenDocs> byUse = new LinkedHashMap<>(64, 0.75f, true);
  private final Map<IndexReader.CacheKey, Set<Key>> bySegment = new HashMap<>();
  private long bytes;

  TokenCache(long mostBytes) {
    this.mostBytes = mostBytes;
  }

  TokenDocs of(LeafReader segment, IndexReader.CacheKey id, Term token, int stretch)
      throws IOException {
    Key key = new Key(id, token, stretch);
    synchronized (this) {
      TokenDocs known = byUse.get(key);
      if (known != null) {
        return known;
      }
    }
    // Outside the lock: two may read the same, none waits for another's reading.
    TokenDocs read = TokenDocs.read(segment, token, stretch);
    keep(key, read);
    return read;
  }

  private synchronized void keep(Key key, TokenDocs read) {
    if (read.bytes() > mostBytes || byUse.putIfAbsent(key, read) != null) {
      return;
    }
    bySegment.computeIfAbsent(key.segment, segment -> new HashSet<>()).add(key);
    bytes += read.bytes();
    Iterator<Map.Entry<Key, TokenDocs>> oldest = byUse.entrySet().iterator();
    while (bytes > mostBytes) {
      Map.Entry<Key, TokenDocs> entry = oldest.next();
      bytes -= entry.getValue().bytes();
      Set<Key> ofSegment = bySegment.get(entry.getKey().segment);
      if (ofSegment != null) {
        ofSegment.remove(entry.getKey());
      }
      oldest.remove();
    }
  }

  /** Lets go of a segment that is no longer read. */
  synchronized void forget(IndexReader.CacheKey segment) {
    Set<Key> keys = bySegment.remove(segment);
    if (keys != null) {
      for (Key key : keys) {
        TokenDocs gone = byUse.remove(key);
        bytes -= gone == null ? 0 : gone.bytes();
      }
    }
  }

  synchronized long bytes() {
    return bytes;
  }
}
