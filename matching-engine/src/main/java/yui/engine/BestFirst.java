package yui.engine;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;

/**
 * Looks into the windows of all segments, the most promising first, and ends when none that is left
 * can hold anything better than the k-th.
 */
final class BestFirst {
  /** Bounds and scores add up in another order; what differs by less may be equal. */
  static final double EPSILON = 1e-9;

  private BestFirst() {}

  /** One query in one segment. */
  interface Look {
    int windows();

    /** Not less than the score of anything in the window; negative when a filter refuses it all. */
    double most(int window);

    /** Offers what is in the window to the best. */
    void into(int window, double most) throws IOException;
  }

  /** Begins to look at a segment. */
  interface Looking {
    Look at(LeafReader segment) throws IOException;
  }

  static void visit(IndexReader index, Looking looking, Best<?> best) throws IOException {
    List<Look> looks = new ArrayList<>();
    Frontier frontier = new Frontier();
    int[] first = new int[index.leaves().size() + 1];
    for (LeafReaderContext leaf : index.leaves()) {
      Look look = looking.at(leaf.reader());
      int from = first[looks.size()];
      for (int window = 0; window < look.windows(); window++) {
        double most = look.most(window);
        if (most >= 0) {
          frontier.add(most, from + window);
        }
      }
      looks.add(look);
      first[looks.size()] = from + look.windows();
    }
    frontier.order();
    while (!frontier.isEmpty() && frontier.most() + EPSILON >= best.least()) {
      double most = frontier.most();
      int window = frontier.next();
      // No segment is empty, so that each begins at a number of its own.
      int i = Arrays.binarySearch(first, window);
      i = i < 0 ? -i - 2 : i;
      looks.get(i).into(window - first[i], most);
    }
  }
}
