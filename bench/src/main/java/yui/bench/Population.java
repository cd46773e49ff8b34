package yui.bench;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Draws residents from their numbers alone. They lie in the columns by where their second base is,
 * which helps whoever scans or loads them in that order; {@link #at} leads from number to place.
 */
final class Population {
  static final int MOST = 1 << 25;

  private static final int CHUNKS = 64;
  private static final int RESIDENT = 1;
  private static final double[] REACH = {0.10, 0.25, 0.50, 0.70, 0.85, 0.95, 1};

  final Residents residents;

  /** The place in the columns of each number: the order in which people would have registered. */
  final int[] at;

  private Population(Residents residents, int[] at) {
    this.residents = residents;
    this.at = at;
  }

  static Population of(int count) {
    try (Progress progress = new Progress("drawing residents", 2L * count)) {
      long[] order = new long[count];
      chunks(
          count,
          progress,
          i -> {
            int[] bases = bases(Seeds.random(RESIDENT, i));
            order[i] = Cells.morton(bases[1] == Residents.NONE ? bases[0] : bases[1]) << 25 | i;
          });
      Arrays.parallelSort(order);
      Residents residents = new Residents(count);
      int[] at = new int[count];
      chunks(
          count,
          progress,
          place -> {
            int number = (int) (order[place] & MOST - 1);
            at[number] = place;
            draw(residents, place, number, 0);
          });
      return new Population(residents, at);
    }
  }

  /** Draws somebody anew, as if they had changed their profile. */
  void redraw(int place, int draft) {
    draw(residents, place, residents.number[place], draft);
  }

  private static void draw(Residents to, int at, int number, int draft) {
    SplittableRandom random = Seeds.random(RESIDENT, number + ((long) draft << 32));
    to.number[at] = number;
    int[] bases = bases(random);
    System.arraycopy(bases, 0, to.anchors, Residents.ANCHORS * at, bases.length);
    drawStay(to, at, random);
    drawFree(to, at, random);
    drawSkills(to, at, random);
    drawLicences(to, at, random);
    double draw = random.nextDouble();
    byte reach = 0;
    while (draw >= REACH[reach]) {
      reach++;
    }
    to.reach[at] = reach;
    int wishes = random.nextDouble() < 0.8 ? 1 : 0;
    wishes |= random.nextDouble() < 0.6 ? 2 : 0;
    wishes |= random.nextDouble() < 0.5 ? 4 : 0;
    to.wishes[at] = (byte) wishes;
    to.foundBy[at] =
        (short) (random.nextDouble() < 0.9 ? Residents.NONE : random.nextInt(Seeds.COMMUNITIES));
    int committed = random.nextDouble() < 0.4 ? 0 : 1 + random.nextInt(30);
    int missed = 0;
    for (int i = 0; i < committed; i++) {
      missed += random.nextInt(12) == 0 ? 1 : 0;
    }
    to.committed[at] = (byte) committed;
    to.attended[at] = (byte) (committed - missed);
  }

  /** Home, second base of three in four, and room for a stay. */
  private static int[] bases(SplittableRandom random) {
    int town = Japan.town(random);
    int home = Japan.inTown(town, random);
    int second = random.nextDouble() < 0.75 ? Japan.secondBase(town, random) : Residents.NONE;
    return new int[] {home, second, Residents.NONE};
  }

  private static void drawStay(Residents to, int at, SplittableRandom random) {
    to.stayFrom[at] = 0;
    to.stayTo[at] = 0;
    if (random.nextDouble() < 0.08) {
      to.anchors[Residents.ANCHORS * at + Residents.STAY] =
          Japan.atResort(Japan.anyResort(random), 4, random);
      int from = random.nextInt(100);
      to.stayFrom[at] = (byte) from;
      to.stayTo[at] = (byte) (from + random.nextInt(30));
    }
  }

  /** A week that repeats, with weeks in which the day is taken by something else. */
  private static void drawFree(Residents to, int at, SplittableRandom random) {
    double kind = random.nextDouble();
    double onWeekends = kind < 0.80 ? 0.7 : kind < 0.92 ? 0.8 : 0.2;
    double onWeekdays = kind < 0.65 ? 0 : kind < 0.80 ? 0.5 : kind < 0.92 ? 0.8 : 0.05;
    double kept = kind < 0.92 ? 0.75 : 0.4;
    for (long[] word : to.free) {
      word[at] = 0;
    }
    for (int day = 0; day < 7; day++) {
      double habit = Calendar.weekend(day) ? onWeekends : onWeekdays;
      if (random.nextDouble() >= habit) {
        continue;
      }
      int draw = random.nextInt(8);
      long halves = draw < 5 ? 3 : draw < 7 ? 2 : 1;
      for (int week = 0; week < Calendar.WEEKS; week++) {
        if (random.nextDouble() < kept) {
          int halfDay = 2 * (7 * week + day);
          to.free[halfDay >> 6][at] |= halves << (halfDay & 63);
        }
      }
    }
  }

  private static void drawSkills(Residents to, int at, SplittableRandom random) {
    int from = Residents.SKILLS * at;
    Arrays.fill(to.skills, from, from + Residents.SKILLS, (short) Residents.NONE);
    int wanted = 3 + random.nextInt(8);
    int held = 0;
    while (held < wanted) {
      int skill = Seeds.skill(random);
      if (to.level(at, skill) == 0) {
        double draw = random.nextDouble();
        int level = draw < 0.5 ? 1 : draw < 0.85 ? 2 : 3;
        to.skills[from + held++] = (short) (skill << 2 | level);
      }
    }
  }

  private static void drawLicences(Residents to, int at, SplittableRandom random) {
    double draw = random.nextDouble();
    int wanted = draw < 0.03 ? 2 : draw < 0.15 ? 1 : 0;
    int first = random.nextInt(Seeds.LICENCES);
    for (int i = 0; i < Residents.LICENCES; i++) {
      int end = random.nextDouble() < 0.6 ? Residents.FOR_EVER : random.nextInt(1500);
      int licence = 1 + (first + i) % Seeds.LICENCES;
      to.licences[Residents.LICENCES * at + i] = (short) (i < wanted ? licence << 12 | end : 0);
    }
  }

  private interface Step {
    void at(int place);
  }

  private static void chunks(int count, Progress progress, Step step) {
    IntStream.range(0, CHUNKS)
        .parallel()
        .forEach(
            chunk -> {
              int from = (int) ((long) count * chunk / CHUNKS);
              int to = (int) ((long) count * (chunk + 1) / CHUNKS);
              for (int i = from; i < to; i++) {
                step.at(i);
              }
              progress.add(to - from);
            });
  }
}
