package yui.engine;

import java.io.IOException;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.NumericDocValues;

/** What bounds the scores of a segment's residents. */
final class ResidentSegment {
  final IndexReader.CacheKey id;
  final Windows windows;
  private final byte[] reliability;
  private final byte[] highestReliability;

  ResidentSegment(LeafReader segment, IndexReader.CacheKey id) throws IOException {
    this.id = id;
    windows = new Windows(segment);
    reliability = new byte[segment.maxDoc()];
    highestReliability = new byte[windows.count()];
    NumericDocValues column = DocValues.getNumeric(segment, ResidentDocuments.RELIABILITY);
    for (int doc = 0; doc < reliability.length; doc++) {
      if (!column.advanceExact(doc)) {
        throw new IllegalStateException("document without reliability");
      }
      int share = (int) column.longValue();
      reliability[doc] = (byte) share;
      int window = doc >> Windows.SHIFT;
      highestReliability[window] = (byte) Math.max(share, highestReliability[window] & 0xFF);
    }
  }

  double mostReliability(int doc) {
    return Reliability.most(reliability[doc]);
  }

  double mostReliabilityIn(int window) {
    return Reliability.most(highestReliability[window]);
  }

  /**
   * Not less than the distance part of any resident of the window who goes so far; negative when
   * none does.
   */
  double mostDistanceIn(int window, Mesh to) {
    return windows.placed(window) ? within(window, windows.leastKm(window, to)) : -1;
  }

  /** The same for one resident from one place. */
  double mostDistance(int doc, Mesh to) {
    return windows.placedAt(doc) ? within(doc >> Windows.SHIFT, windows.leastKmOf(doc, to)) : -1;
  }

  private double within(int window, double km) {
    return km > Reach.mostKm(windows.highest(window)) ? -1 : Score.distance(km);
  }
}
