package yui.engine;

import java.io.IOException;
import java.util.Arrays;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.util.FixedBitSet;
import org.jspecify.annotations.Nullable;

/**
 * The documents of a segment that have a token, deleted ones too, made for looking into any window:
 * a bitmap where they are many, else their numbers in order.
 */
final class TokenDocs {
  /** A bitmap takes a bit a document of the segment, a list up to 64 bits a document told. */
  private static final int DENSE = 64;

  private static final TokenDocs NONE = new TokenDocs(0, null, new int[0], new int[2], 31);
  private static final long ENTRY_BYTES = 200;

  private final int count;
  private final long @Nullable [] words;
  private final int[] docs;

  /** Where in the list the documents of each stretch of {@code 1 << shift} numbers begin. */
  private final int[] starts;

  private final int shift;

  private TokenDocs(int count, long @Nullable [] words, int[] docs, int[] starts, int shift) {
    this.count = count;
    this.words = words;
    this.docs = docs;
    this.starts = starts;
    this.shift = shift;
  }

  static TokenDocs read(LeafReader segment, Term token) throws IOException {
    Terms terms = segment.terms(token.field());
    TermsEnum term = terms == null ? null : terms.iterator();
    if (term == null || !term.seekExact(token.bytes())) {
      return NONE;
    }
    PostingsEnum postings = term.postings(null, PostingsEnum.NONE);
    int count = term.docFreq();
    return count > segment.maxDoc() / DENSE
        ? bitmap(count, postings, segment.maxDoc())
        : list(count, postings, segment.maxDoc());
  }

  private static TokenDocs bitmap(int count, PostingsEnum postings, int maxDoc) throws IOException {
    int words = (maxDoc + Windows.DOCS - 1 >> Windows.SHIFT) * Windows.WORDS;
    FixedBitSet bits = new FixedBitSet(new long[words], words * Long.SIZE);
    postings.nextDoc();
    postings.intoBitSet(DocIdSetIterator.NO_MORE_DOCS, bits, 0);
    return new TokenDocs(count, bits.getBits(), NONE.docs, NONE.starts, NONE.shift);
  }

  private static TokenDocs list(int count, PostingsEnum postings, int maxDoc) throws IOException {
    int[] docs = new int[count];
    for (int i = 0; i < count; i++) {
      docs[i] = postings.nextDoc();
    }
    int shift = 0;
    while (maxDoc >> shift > count) {
      shift++;
    }
    int[] starts = new int[(maxDoc >> shift) + 2];
    int i = 0;
    for (int stretch = 0; stretch < starts.length; stretch++) {
      while (i < count && docs[i] >> shift < stretch) {
        i++;
      }
      starts[stretch] = i;
    }
    return new TokenDocs(count, null, docs, starts, shift);
  }

  /** How many there are. */
  int count() {
    return count;
  }

  long bytes() {
    return ENTRY_BYTES
        + (words == null ? 0 : 8L * words.length)
        + 4L * docs.length
        + 4L * starts.length;
  }

  /** Adds the bits of the window. */
  void or(int window, long[] into) {
    if (words != null) {
      int at = window * Windows.WORDS;
      for (int i = 0; i < Windows.WORDS; i++) {
        into[i] |= words[at + i];
      }
      return;
    }
    int first = window << Windows.SHIFT;
    for (int i = start(first); i < docs.length && docs[i] < first + Windows.DOCS; i++) {
      int bit = docs[i] - first;
      into[bit >> 6] |= 1L << bit;
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
      countListed(window << Windows.SHIFT, atLeast);
      return;
    }
    int at = at(window);
    for (int many = atLeast.length - 1; many > 0; many--) {
      for (int i = 0; i < Windows.WORDS; i++) {
        atLeast[many][i] |= atLeast[many - 1][i] & words[at + i];
      }
    }
  }

  private void countListed(int first, long[][] atLeast) {
    for (int i = start(first); i < docs.length && docs[i] < first + Windows.DOCS; i++) {
      int word = docs[i] - first >> 6;
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
    return words == null ? 0 : window * Windows.WORDS;
  }

  private int start(int doc) {
    int stretch = doc >> shift;
    int i = stretch < starts.length ? starts[stretch] : docs.length;
    while (i < docs.length && docs[i] < doc) {
      i++;
    }
    return i;
  }
}
