package yui.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The largest total of a one-to-many choice, by cheapest augmenting paths in a flow network. */
final class Flow {
  private record Arc(int to, double cost, int[] room, int back) {}

  private final List<List<Arc>> arcs = new ArrayList<>();

  Flow(int nodes) {
    for (int i = 0; i < nodes; i++) {
      arcs.add(new ArrayList<>());
    }
  }

  void arc(int from, int to, int room, double gain) {
    arcs.get(from).add(new Arc(to, -gain, new int[] {room}, arcs.get(to).size()));
    arcs.get(to).add(new Arc(from, gain, new int[] {0}, arcs.get(from).size() - 1));
  }

  /** Sends one unit after the other as long as it gains something. */
  double largestTotal(int source, int sink) {
    double total = 0;
    while (true) {
      double[] cost = new double[arcs.size()];
      Arrays.fill(cost, Double.POSITIVE_INFINITY);
      cost[source] = 0;
      int[] node = new int[arcs.size()];
      Arc[] by = new Arc[arcs.size()];
      boolean shorter = true;
      while (shorter) {
        shorter = false;
        for (int from = 0; from < arcs.size(); from++) {
          for (Arc arc : arcs.get(from)) {
            if (arc.room()[0] > 0 && cost[from] + arc.cost() < cost[arc.to()] - 1e-12) {
              cost[arc.to()] = cost[from] + arc.cost();
              node[arc.to()] = from;
              by[arc.to()] = arc;
              shorter = true;
            }
          }
        }
      }
      if (cost[sink] >= 0) {
        return total;
      }
      total -= cost[sink];
      for (int at = sink; at != source; at = node[at]) {
        Arc arc = by[at];
        arc.room()[0]--;
        arcs.get(at).get(arc.back()).room()[0]++;
      }
    }
  }
}
