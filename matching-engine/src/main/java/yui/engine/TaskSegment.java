package yui.engine;

import java.io.IOException;
import java.util.Arrays;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.NumericDocValues;

/** What bounds the scores of a segment's tasks. */
final class TaskSegment {
  final IndexReader.CacheKey id;
  final Windows windows;
  final long[] needs;
  final long[] asks;
  final long[] weights;

  private final double[] leastDistanceWeight;
  private final double[] leastReliabilityWeight;

  TaskSegment(LeafReader segment, IndexReader.CacheKey id) throws IOException {
    this.id = id;
    windows = new Windows(segment);
    needs = column(segment, TaskColumns.NEEDS);
    asks = column(segment, TaskColumns.ASKS);
    weights = column(segment, TaskColumns.WEIGHTS);
    leastDistanceWeight = new double[windows.count()];
    leastReliabilityWeight = new double[windows.count()];
    Arrays.fill(leastDistanceWeight, 1);
    Arrays.fill(leastReliabilityWeight, 1);
    for (int doc = 0; doc < weights.length; doc++) {
      int window = doc >> Windows.SHIFT;
      double distance = windows.placedAt(doc) ? TaskColumns.distanceWeight(weights[doc]) : 0;
      leastDistanceWeight[window] = Math.min(leastDistanceWeight[window], distance);
      leastReliabilityWeight[window] =
          Math.min(leastReliabilityWeight[window], TaskColumns.reliabilityWeight(weights[doc]));
    }
  }

  private static long[] column(LeafReader segment, String name) throws IOException {
    long[] values = new long[segment.maxDoc()];
    NumericDocValues column = DocValues.getNumeric(segment, name);
    for (int doc = 0; doc < values.length; doc++) {
      if (!column.advanceExact(doc)) {
        throw new IllegalStateException("document without " + name);
      }
      values[doc] = column.longValue();
    }
    return values;
  }

  /**
   * Not less than the score of any task of the window, whatever each weighs: all parts but those
   * known are taken for one, and those known for the least they weigh.
   */
  double most(int window, double distance, double reliability) {
    return 1
        - Math.max(0, leastDistanceWeight[window] - TaskColumns.WEIGHT_STEP) * (1 - distance)
        - Math.max(0, leastReliabilityWeight[window] - TaskColumns.WEIGHT_STEP) * (1 - reliability);
  }
}
