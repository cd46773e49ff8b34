package yui.engine;

import java.io.IOException;
import java.util.Arrays;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.util.ArrayUtil;
import org.apache.lucene.util.FixedBitSet;
import org.jspecify.annotations.Nullable;

/**
 * The documents of a stretch of a segment that have a token, deleted ones too, made for looking
 * into any of its windows: a bitmap where they are many, else their numbers in order. Stretches,
 * because a query looks into few windows: the rest of a large segment is neither read nor kept.
 */
final class TokenDocs {
  /** Windows of a stretch, as a shift. */
  private static final int SHIFT = 10;

  private static final int WINDOWS = 1 << SHIFT;
  private static final int DOCS = Windows.DOCS << SHIFT;

  /** A bitmap takes a bit a document of the stretch, a list 16 bits a document told. */
  private static final int DENSE = 32;

  private static final TokenDocs NONE = new TokenDocs(0, null, new char[0], new int[WINDOWS + 1]);
  private static final long ENTRY_BYTES = 250;

  private final int count;
  private final long @Nullable [] words;

  /** Numbers in the window. */
  private final char[] docs;

  /** Where in the list the documents of each window begin. */
  private final int[] starts;

  private TokenDocs(int count, long @Nullable [] words, char[] docs, int[] starts) {
    this.count = count;
    this.words = words;
    this.docs = docs;
    this.starts = starts;
  }

  static int stretch(int window) {
    return window >> SHIFT;
  }

  /** In how many stretches so many windows lie. */
  static int stretches(int windows) {
    return (windows + WINDOWS - 1) >> SHIFT;
  }

  static TokenDocs read(LeafReader segment, Term token, int stretch) throws IOException {
    Terms terms = segment.terms(token.field());
    TermsEnum term = terms == null ? null : terms.iterator();
    if (term == null || !term.seekExact(token.bytes())) {
      return NONE;
    }
    int first = stretch * DOCS;
    int end = Math.min(segment.maxDoc(), first + DOCS);
    PostingsEnum postings = term.postings(null, PostingsEnum.NONE);
    if (postings.advance(first) >= end) {
      return NONE;
    }
    return term.docFreq() > segment.maxDoc() / DENSE
        ? bitmap(postings, first, end)
        : list(postings, first, end);
  }

  private static TokenDocs bitmap(PostingsEnum postings, int first, int end) throws IOException {
    int words = windows(first, end) * Windows.WORDS;
    FixedBitSet bits = new FixedBitSet(new long[words], words * Long.SIZE);
    postings.intoBitSet(end, bits, first);
    return new TokenDocs(bits.cardinality(), bits.getBits(), NONE.docs, NONE.starts);
  }

  private static TokenDocs list(PostingsEnum postings, int first, int end) throws IOException {
    char[] docs = new char[64];
    int windows = windows(first, end);
    int[] starts = new int[windows + 1];
    int count = 0;
    for (int doc = postings.docID(); doc < end; doc = postings.nextDoc()) {
      docs = ArrayUtil.grow(docs, count + 1);
      docs[count++] = (char) (doc - first & Windows.DOCS - 1);
      starts[(doc - first >> Windows.SHIFT) + 1]++;
    }
    for (int window = 0; window < windows; window++) {
      starts[window + 1] += starts[window];
    }
    return new TokenDocs(count, null, Arrays.copyOf(docs, count), starts);
  }

  private static int windows(int first, int end) {
    return end - first + Windows.DOCS - 1 >> Windows.SHIFT;
  }

  /** How many there are. */
  int count() {
    return count;
  }

  long bytes() {
    if (count == 0) {
      return ENTRY_BYTES;
    }
    return ENTRY_BYTES
        + (words == null ? 2L * docs.length + 4L * starts.length : 8L * words.length);
  }

  /** Whether none are known to be in the window; where many are anywhere, it is not looked up. */
  boolean isNowhere(int window) {
    int here = window & WINDOWS - 1;
    return words == null && starts[here] == starts[here + 1];
  }

  /** Adds the bits of the window. */
  void or(int window, long[] into) {
    if (words != null) {
      int at = at(window);
      for (int i = 0; i < Windows.WORDS; i++) {
        into[i] |= words[at + i];
      }
      return;
    }
    int here = window & WINDOWS - 1;
    for (int i = starts[here]; i < starts[here + 1]; i++) {
      into[docs[i] >> 6] |= 1L << docs[i];
    }
  }

  /** Keeps of the bits of the window those that are here, too. */
  void and(int window, long[] bits, long[] scratch) {
    long[] here = words(window, scratch);
    int at = at(window);
    for (int i = 0; i < Windows.WORDS; i++) {
      bits[i] &= here[at + i];
    }
  }

  /** Keeps those that are not here. */
  void andNot(int window, long[] bits, long[] scratch) {
    long[] here = words(window, scratch);
    int at = at(window);
    for (int i = 0; i < Windows.WORDS; i++) {
      bits[i] &= ~here[at + i];
    }
  }

  /** Keeps those that are not here, and of those that are here the excepted. */
  void andNotUnless(int window, long[] bits, long[] excepted, long[] scratch) {
    long[] here = words(window, scratch);
    int at = at(window);
    for (int i = 0; i < Windows.WORDS; i++) {
      bits[i] &= ~here[at + i] | excepted[i];
    }
  }

  /** Counts one more for those that are here; counts are unary, the first of them all ones. */
  void count(int window, long[][] atLeast) {
    if (words == null) {
      countListed(window & WINDOWS - 1, atLeast);
      return;
    }
    int at = at(window);
    for (int many = atLeast.length - 1; many > 0; many--) {
      for (int i = 0; i < Windows.WORDS; i++) {
        atLeast[many][i] |= atLeast[many - 1][i] & words[at + i];
      }
    }
  }

  private void countListed(int here, long[][] atLeast) {
    for (int i = starts[here]; i < starts[here + 1]; i++) {
      int word = docs[i] >> 6;
      long bit = 1L << docs[i];
      for (int many = atLeast.length - 1; many > 0; many--) {
        atLeast[many][word] |= atLeast[many - 1][word] & bit;
      }
    }
  }

  /** The bits of the window, in the array returned from {@link #at} on. */
  long[] words(int window, long[] scratch) {
    if (words != null) {
      return words;
    }
    Arrays.fill(scratch, 0);
    or(window, scratch);
    return scratch;
  }

  int at(int window) {
    return words == null ? 0 : (window & WINDOWS - 1) * Windows.WORDS;
  }
}
