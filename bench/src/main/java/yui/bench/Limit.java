package yui.bench;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What the engine's algorithm could do at best: the same windows, bits and order on plain arrays
 * that are never updated, explained, or read from disk.
 */
final class Limit implements Contender {
  private static final int WINDOW = 1024;
  private static final int TOKENS = Seeds.SKILLS << 2;

  /** A skill that fewer than one in so many hold is a list, else a bitmap. */
  private static final int RARE = 256;

  private final Residents residents;
  private final double seconds;

  /** The resident of each bit; {@link Residents#NONE} where a class of reach ends. */
  private int[] owner = {};

  private int[] cell = {};

  private byte[] reach = {};
  private int[] minRow = {};
  private int[] maxRow = {};
  private int[] minColumn = {};
  private int[] maxColumn = {};
  private Bitmaps free = new Bitmaps(0, 0);
  private Bitmaps held = new Bitmaps(0, 0);

  /** Which of the bitmaps is a token's, {@link Residents#NONE} for a list. */
  private final int[] heldAs = new int[TOKENS];

  private final int[] @Nullable [] holders = new int[TOKENS][];
  private double mostReliable;
  private final ThreadLocal<long[]> queues = ThreadLocal.withInitial(() -> new long[reach.length]);

  Limit(Residents residents) {
    this.residents = residents;
    try (Progress progress = new Progress("array limit", residents.count)) {
      list();
      long[] anchors = anchors();
      layOut(anchors);
      fill(progress);
      seconds = progress.seconds();
    }
  }

  /** Skill and level as the residents' columns have them. */
  private void list() {
    int[] many = new int[TOKENS];
    for (short skill : residents.skills) {
      for (int level = 1; skill != Residents.NONE && level <= (skill & 3); level++) {
        many[skill & ~3 | level]++;
      }
    }
    for (int token = 0; token < TOKENS; token++) {
      if (many[token] < Math.max(1, residents.count / RARE)) {
        holders[token] = new int[many[token]];
      }
    }
    int[] next = new int[TOKENS];
    for (int i = 0; i < residents.skills.length; i++) {
      int skill = residents.skills[i];
      for (int level = 1; skill != Residents.NONE && level <= (skill & 3); level++) {
        int token = skill & ~3 | level;
        int[] list = holders[token];
        if (list != null) {
          list[next[token]++] = i / Residents.SKILLS;
        }
      }
    }
    for (int i = 0; i < residents.count; i++) {
      mostReliable =
          Math.max(mostReliable, (residents.attended[i] + 3.0) / (residents.committed[i] + 4.0));
    }
  }

  /** By class of reach, then along the Morton curve. */
  private long[] anchors() {
    long[] keys = new long[residents.anchors.length];
    int count = 0;
    for (int i = 0; i < residents.anchors.length; i++) {
      int cell = residents.anchors[i];
      if (cell != Residents.NONE) {
        long reachOf = residents.reach[i / Residents.ANCHORS];
        keys[count++] = reachOf << 59 | Cells.morton(cell) << 27 | i;
      }
    }
    long[] sorted = Arrays.copyOf(keys, count);
    Arrays.parallelSort(sorted);
    return sorted;
  }

  private void layOut(long[] anchors) {
    int[] inReach = new int[Residents.REACH_KM.length];
    for (long anchor : anchors) {
      inReach[(int) (anchor >>> 59)]++;
    }
    int windows = Arrays.stream(inReach).map(many -> (many + WINDOW - 1) / WINDOW).sum();
    owner = new int[windows * WINDOW];
    Arrays.fill(owner, Residents.NONE);
    cell = new int[owner.length];
    reach = new byte[windows];
    minRow = new int[windows];
    Arrays.fill(minRow, Integer.MAX_VALUE);
    maxRow = new int[windows];
    minColumn = new int[windows];
    Arrays.fill(minColumn, Integer.MAX_VALUE);
    maxColumn = new int[windows];
    int bit = -1;
    int reachBefore = -1;
    for (long anchor : anchors) {
      int reachNow = (int) (anchor >>> 59);
      // A window has one class of reach only.
      bit = reachNow == reachBefore ? bit + 1 : (bit + WINDOW) / WINDOW * WINDOW;
      reachBefore = reachNow;
      int at = (int) (anchor & (1 << 27) - 1);
      int window = bit / WINDOW;
      owner[bit] = at / Residents.ANCHORS;
      cell[bit] = residents.anchors[at];
      reach[window] = (byte) reachNow;
      int row = Cells.row(residents.anchors[at]);
      int column = Cells.column(residents.anchors[at]);
      minRow[window] = Math.min(minRow[window], row);
      maxRow[window] = Math.max(maxRow[window], row);
      minColumn[window] = Math.min(minColumn[window], column);
      maxColumn[window] = Math.max(maxColumn[window], column);
    }
  }

  private void fill(Progress progress) {
    int words = owner.length / 64;
    free = new Bitmaps(Calendar.HALF_DAYS, words);
    int common = 0;
    for (int token = 0; token < TOKENS; token++) {
      boolean list = (token & 3) == 0 || holders[token] != null;
      heldAs[token] = list ? Residents.NONE : common++;
    }
    held = new Bitmaps(common, words);
    for (int bit = 0; bit < owner.length; bit++) {
      int at = owner[bit];
      if (at == Residents.NONE) {
        continue;
      }
      for (int i = 0; i < Calendar.WORDS; i++) {
        for (long left = residents.free[i][at]; left != 0; left &= left - 1) {
          free.set(64 * i + Long.numberOfTrailingZeros(left), bit);
        }
      }
      for (int i = Residents.SKILLS * at; i < Residents.SKILLS * (at + 1); i++) {
        int skill = residents.skills[i];
        for (int level = 1; skill != Residents.NONE && level <= (skill & 3); level++) {
          int bitmap = heldAs[skill & ~3 | level];
          if (bitmap != Residents.NONE) {
            held.set(bitmap, bit);
          }
        }
      }
      if (bit % (64 * WINDOW) == 0) {
        progress.add((long) residents.count * 64 * WINDOW / owner.length);
      }
    }
  }

  @Override
  public String name() {
    return "The same algorithm on plain arrays";
  }

  @Override
  public Answer ask(Asked task) {
    Top top = new Top();
    int[] fewest = null;
    for (int i = 0; i < task.required.length; i++) {
      int[] list = holders[task.required[i] << 2 | task.levels[i]];
      if (list != null && (fewest == null || list.length < fewest.length)) {
        fewest = list;
      }
    }
    if (fewest != null) {
      exhaust(task, fewest, top);
    } else {
      windows(task, top);
    }
    return top.answer();
  }

  private void exhaust(Asked task, int[] list, Top top) {
    for (int at : list) {
      double score = task.score(residents, at, top.floor());
      if (score != Asked.FILTERED) {
        top.offerOnce(score, residents.number[at]);
      }
    }
  }

  private void windows(Asked task, Top top) {
    int[] desired = new int[task.desired.length];
    double[] worth = new double[task.desired.length];
    double weights = Math.max(task.skillWeights, Double.MIN_NORMAL);
    int common = 0;
    double best = task.reliability * mostReliable;
    for (double weight : task.requiredWeights) {
      best += task.skill * weight / weights;
    }
    double bestDesired = 0;
    for (int i = 0; i < task.desired.length; i++) {
      int token = task.desired[i] << 2 | 1;
      int[] list = holders[token];
      if (list != null) {
        // Whoever has it is ranked now; it raises no bound any more.
        exhaust(task, list, top);
      } else {
        worth[common] = task.skill * task.desiredWeights[i] / weights;
        bestDesired += worth[common];
        desired[common++] = heldAs[token];
      }
    }
    long[] queue = queues.get();
    int left = nearest(task, queue);
    Bits bits = new Bits(task, desired, worth, common, best);
    while (left > 0) {
      double near = near(task, queue[0]);
      if (best + bestDesired + task.schedule + near < top.floor()) {
        return;
      }
      int window = (int) queue[0];
      queue[0] = queue[--left];
      sink(queue, left, 0);
      visit(bits, window, near, top);
    }
  }

  private static double near(Asked task, long queued) {
    return task.distance * (task.cell == Residents.NONE ? 1 : Asked.near((queued >>> 32) / 1000.0));
  }

  /** Fills a heap of windows with the nearest on top: metres above, the window's number below. */
  private int nearest(Asked task, long[] queue) {
    int left = 0;
    for (int window = 0; window < reach.length; window++) {
      double km = 0;
      if (task.cell != Residents.NONE) {
        km =
            Cells.boxKm(
                task.cell, minRow[window], maxRow[window], minColumn[window], maxColumn[window]);
        if (km > Residents.REACH_KM[reach[window]]) {
          continue;
        }
      }
      queue[left++] = (long) (1000 * km) << 32 | window;
    }
    for (int i = left / 2 - 1; i >= 0; i--) {
      sink(queue, left, i);
    }
    return left;
  }

  private void visit(Bits bits, int window, double near, Top top) {
    Asked task = bits.task;
    double limitKm = Residents.REACH_KM[reach[window]];
    for (int word = window * (WINDOW / 64); word < (window + 1) * (WINDOW / 64); word++) {
      long candidates = bits.candidates(word);
      for (; candidates != 0; candidates &= candidates - 1) {
        int bit = Long.numberOfTrailingZeros(candidates);
        double bound = bits.bound(word, bit);
        if (bound + near < top.floor()) {
          continue;
        }
        int at = owner[word * 64 + bit];
        if (at == Residents.NONE) {
          continue;
        }
        // Who has a nearer place is met there, so this place alone may rule them out here.
        if (task.cell != Residents.NONE) {
          double km = Cells.chordKm(task.cell, cell[word * 64 + bit]);
          if (km > limitKm || bound + task.distance * Asked.near(km) < top.floor()) {
            continue;
          }
        }
        double score = task.score(residents, at, top.floor());
        if (score != Asked.FILTERED) {
          top.offerOnce(score, residents.number[at]);
        }
      }
    }
  }

  private static void sink(long[] heap, int size, int from) {
    if (from >= size) {
      return;
    }
    long value = heap[from];
    int at = from;
    while (2 * at + 1 < size) {
      int child = 2 * at + 1;
      if (child + 1 < size && heap[child + 1] < heap[child]) {
        child++;
      }
      if (heap[child] >= value) {
        break;
      }
      heap[at] = heap[child];
      at = child;
    }
    heap[at] = value;
  }

  @Override
  public long bytes() {
    long bytes = 8L * owner.length + free.bytes() + held.bytes();
    for (int[] list : holders) {
      bytes += list == null ? 0 : 4L * list.length;
    }
    return bytes + new Scan(residents).bytes();
  }

  @Override
  public double seconds() {
    return seconds;
  }

  @Override
  public void close() {
    queues.remove();
  }

  /** What the bitmaps tell of a task's candidates before any row is read. */
  private final class Bits {
    private static final double HAIR = 1e-9;

    private final Asked task;
    private final long[][] needed;
    private final int[] neededFrom;
    private final long[][] required;
    private final int[] requiredFrom;
    private final long[][] desired;
    private final int[] desiredFrom;
    private final double[] worth;
    private final double sure;
    private final double halfDay;

    Bits(Asked task, int[] desired, double[] worth, int common, double best) {
      this.task = task;
      this.worth = worth;
      int[] skills = new int[task.required.length];
      for (int i = 0; i < skills.length; i++) {
        skills[i] = heldAs[task.required[i] << 2 | task.levels[i]];
      }
      needed = arrays(free, task.needed, task.needed.length);
      neededFrom = from(free, task.needed, task.needed.length);
      required = arrays(held, skills, skills.length);
      requiredFrom = from(held, skills, skills.length);
      this.desired = arrays(held, desired, common);
      desiredFrom = from(held, desired, common);
      sure = best + HAIR + (needed.length == 0 ? task.schedule : 0);
      halfDay = needed.length == 0 ? 0 : task.schedule / needed.length;
    }

    private static long[][] arrays(Bitmaps of, int[] bitmaps, int count) {
      return Arrays.stream(bitmaps, 0, count).mapToObj(of::array).toArray(long[][]::new);
    }

    private static int[] from(Bitmaps of, int[] bitmaps, int count) {
      return Arrays.stream(bitmaps, 0, count).map(of::from).toArray();
    }

    long candidates(int word) {
      long bits = needed.length == 0 ? -1L : 0;
      for (int i = 0; i < needed.length; i++) {
        bits |= needed[i][neededFrom[i] + word];
      }
      for (int i = 0; i < required.length; i++) {
        bits &= required[i][requiredFrom[i] + word];
      }
      return bits;
    }

    double bound(int word, int bit) {
      int free = 0;
      for (int i = 0; i < needed.length; i++) {
        free += (int) (needed[i][neededFrom[i] + word] >>> bit) & 1;
      }
      double bound = sure + halfDay * free;
      for (int i = 0; i < desired.length; i++) {
        bound += worth[i] * (desired[i][desiredFrom[i] + word] >>> bit & 1);
      }
      return bound;
    }
  }
}
