package yui.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.Term;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TokenDocsTest {
  private static final int DOCS = 70_000;
  private static final int[] ONE_IN = {1, 2, 30, 100, 1_000, 4_000};

  private final boolean[][] has = new boolean[ONE_IN.length][DOCS];
  private final ByteBuffersDirectory directory = new ByteBuffersDirectory();
  private DirectoryReader index;
  private LeafReader segment;
  private IndexReader.CacheKey id;

  @BeforeEach
  void write() throws IOException {
    SplittableRandom random = new SplittableRandom(3);
    try (IndexWriter writer = new IndexWriter(directory, new IndexWriterConfig())) {
      for (int doc = 0; doc < DOCS; doc++) {
        Document document = new Document();
        for (int token = 0; token < ONE_IN.length; token++) {
          has[token][doc] = random.nextInt(ONE_IN[token]) == 0;
          if (has[token][doc]) {
            document.add(new StringField("is", "" + token, Field.Store.NO));
          }
        }
        writer.addDocument(document);
      }
      writer.forceMerge(1);
    }
    index = DirectoryReader.open(directory);
    segment = index.leaves().getFirst().reader();
    id = segment.getCoreCacheHelper().getKey();
  }

  @AfterEach
  void close() throws IOException {
    index.close();
    directory.close();
  }

  @Test
  void or_manyAndFew_areTheDocumentsOfTheWindow() throws IOException {
    for (int token = 0; token < ONE_IN.length; token++) {
      for (int window = 0; window <= DOCS >> Windows.SHIFT; window++) {
        TokenDocs docs = TokenDocs.read(segment, token(token), TokenDocs.stretch(window));
        long[] bits = new long[Windows.WORDS];
        docs.or(window, bits);
        assertArrayEquals(expected(token, window), bits, token + " in " + window);
        long[] kept = expected(1, window);
        docs.and(window, kept, new long[Windows.WORDS]);
        long[] left = expected(1, window);
        docs.andNot(window, left, new long[Windows.WORDS]);
        for (int i = 0; i < Windows.WORDS; i++) {
          assertEquals(expected(1, window)[i] & bits[i], kept[i]);
          assertEquals(expected(1, window)[i] & ~bits[i], left[i]);
        }
      }
    }
  }

  @Test
  void count_severalTokens_isUnary() throws IOException {
    long[][] atLeast = new long[4][Windows.WORDS];
    Arrays.fill(atLeast[0], -1);
    for (int token = 0; token < ONE_IN.length; token++) {
      TokenDocs.read(segment, token(token), 0).count(2, atLeast);
    }
    for (int doc = 2 * Windows.DOCS; doc < 3 * Windows.DOCS; doc++) {
      int count = 0;
      for (boolean[] token : has) {
        count += token[doc] ? 1 : 0;
      }
      for (int many = 0; many < atLeast.length; many++) {
        int bit = doc - 2 * Windows.DOCS;
        assertEquals(count >= many, (atLeast[many][bit >> 6] >>> bit & 1) == 1);
      }
    }
  }

  @Test
  void read_unknownToken_isNowhere() throws IOException {
    assertEquals(0, TokenDocs.read(segment, new Term("is", "unknown"), 0).count());
    assertEquals(0, TokenDocs.read(segment, new Term("no such field", "0"), 0).count());
  }

  @Test
  void cache_overItsBound_letsGoOfWhatWasNotAskedForTheLongest() throws IOException {
    long one = TokenDocs.read(segment, token(0), 0).bytes();
    TokenCache cache = new TokenCache(2 * one + one / 2);
    TokenDocs first = cache.of(segment, id, token(0), 0);
    TokenDocs second = cache.of(segment, id, token(1), 0);
    assertSame(first, cache.of(segment, id, token(0), 0));
    cache.of(segment, id, token(2), 0);
    assertTrue(cache.bytes() <= 2 * one + one / 2);
    assertSame(first, cache.of(segment, id, token(0), 0));
    assertNotSame(second, cache.of(segment, id, token(1), 0));
  }

  @Test
  void forget_aSegment_keepsNothingOfIt() throws IOException {
    TokenCache cache = new TokenCache(1 << 20);
    cache.of(segment, id, token(0), 0);
    cache.of(segment, id, token(5), 0);
    assertTrue(cache.bytes() > 0);
    cache.forget(id);
    assertEquals(0, cache.bytes());
  }

  private static Term token(int token) {
    return new Term("is", "" + token);
  }

  private long[] expected(int token, int window) {
    long[] bits = new long[Windows.WORDS];
    for (int bit = 0; bit < Windows.DOCS; bit++) {
      int doc = window * Windows.DOCS + bit;
      if (doc < DOCS && has[token][doc]) {
        bits[bit >> 6] |= 1L << bit;
      }
    }
    return bits;
  }
}
