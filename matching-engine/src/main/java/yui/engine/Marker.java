package yui.engine;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.PrefixQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.QueryVisitor;
import org.apache.lucene.util.automaton.ByteRunAutomaton;

/** Marks in texts what the words of one search found; used by one thread. */
public final class Marker {
  private static final String CUT = "…";

  /** Terms side by side in a field; the only one may be a beginning. */
  private record Sought(String field, List<String> terms, boolean prefix) {}

  private final Japanese japanese;
  private final Set<Sought> sought = new HashSet<>();

  Marker(Japanese japanese, Query words) {
    this.japanese = japanese;
    words.visit(new Leaves());
  }

  /** The whole text in pieces; put together again they are the text. */
  public List<Piece> mark(String text) {
    return pieces(text, marks(text), 0, text.length());
  }

  /** About so many chars round the first mark; empty when there is none. */
  public List<Piece> excerpt(String text, int chars) {
    BitSet marks = marks(text);
    if (marks.isEmpty()) {
      return List.of();
    }
    int from = beginning(text, marks.nextSetBit(0), chars);
    int to = whole(text, Math.min(text.length(), from + chars));
    List<Piece> pieces = new ArrayList<>();
    if (from > 0) {
      pieces.add(new Piece(CUT, false));
    }
    pieces.addAll(pieces(text, marks, from, to));
    if (to < text.length()) {
      pieces.add(new Piece(CUT, false));
    }
    return pieces;
  }

  private BitSet marks(String text) {
    Folded folded = Folded.of(text);
    BitSet marks = new BitSet(text.length());
    for (String field : List.of(Texts.TEXT, Texts.READING)) {
      List<Japanese.Token> tokens = japanese.tokens(field, folded.text());
      for (Sought one : sought) {
        if (one.field().equals(field)) {
          mark(one, tokens, folded, marks);
        }
      }
    }
    return marks;
  }

  private static void mark(
      Sought sought, List<Japanese.Token> tokens, Folded folded, BitSet marks) {
    int length = sought.terms().size();
    int marked = -1;
    for (int i = 0; i + length <= tokens.size(); i++) {
      int from = tokens.get(i).from();
      // Of the runs from one word the shortest comes first, and is enough.
      if (from != marked && isAt(sought, tokens, i)) {
        marks.set(folded.origin(from), folded.origin(tokens.get(i + length - 1).to()));
        marked = from;
      }
    }
  }

  private static boolean isAt(Sought sought, List<Japanese.Token> tokens, int at) {
    for (int i = 0; i < sought.terms().size(); i++) {
      String term = tokens.get(at + i).term();
      String asked = sought.terms().get(i);
      if (!(sought.prefix() ? term.startsWith(asked) : term.equals(asked))) {
        return false;
      }
    }
    return true;
  }

  /** A sentence's beginning not far before the first mark, or a place a little before it. */
  private static int beginning(String text, int mark, int chars) {
    if (mark < chars / 2) {
      return 0;
    }
    for (int i = mark; i > mark - chars / 2; i--) {
      if ("。！？\n".indexOf(text.charAt(i - 1)) >= 0) {
        return i;
      }
    }
    return whole(text, mark - chars / 4);
  }

  /** Never between the two halves of one sign. */
  private static int whole(String text, int at) {
    boolean between =
        at > 0
            && at < text.length()
            && Character.isSurrogatePair(text.charAt(at - 1), text.charAt(at));
    return between ? at - 1 : at;
  }

  private static List<Piece> pieces(String text, BitSet marks, int from, int to) {
    List<Piece> pieces = new ArrayList<>();
    for (int i = from; i < to; ) {
      boolean marked = marks.get(i);
      int next = marked ? marks.nextClearBit(i) : marks.nextSetBit(i);
      int end = next < 0 ? to : Math.min(next, to);
      pieces.add(new Piece(text.substring(i, end), marked));
      i = end;
    }
    return pieces;
  }

  private final class Leaves extends QueryVisitor {
    @Override
    public QueryVisitor getSubVisitor(Occur occur, Query parent) {
      return occur == Occur.MUST_NOT ? EMPTY_VISITOR : this;
    }

    @Override
    public void consumeTerms(Query query, Term... terms) {
      List<String> asked = List.of(terms).stream().map(Term::text).toList();
      sought.add(new Sought(terms[0].field(), asked, false));
    }

    @Override
    public boolean acceptField(String field) {
      return field.equals(Texts.TEXT) || field.equals(Texts.READING);
    }

    @Override
    public void visitLeaf(Query query) {
      if (query instanceof PrefixQuery prefix) {
        Term begins = prefix.getPrefix();
        sought.add(new Sought(begins.field(), List.of(begins.text()), true));
      }
    }

    @Override
    public void consumeTermsMatching(
        Query query, String field, Supplier<ByteRunAutomaton> automaton) {
      visitLeaf(query);
    }
  }
}
