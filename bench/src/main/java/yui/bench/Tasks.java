package yui.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.stream.IntStream;
import yui.engine.DesiredSkill;
import yui.engine.RequiredSkill;
import yui.engine.SlotRow;
import yui.engine.Stage;
import yui.engine.TaskRow;
import yui.engine.TaskText;

/** Open tasks in plain columns, drawn from their numbers alone. */
final class Tasks {
  static final int REQUIRED = 3;
  static final int DESIRED = 4;
  static final int WORST = 48;
  static final int ANYWHERE = 24;

  private static final int TASK = 2;
  private static final int WORST_TASK = 3;
  private static final double[] WEIGHTS = {1, 2, 0.5};
  private static final TaskText TEXT = new TaskText("草刈り", "", "", "", "", List.of(), List.of());

  final int count;
  final int[] cell;
  final short[] community;

  /**
   * Skill times sixteen, weight times four, least level; {@link Residents#NONE} behind the last.
   */
  final short[] required;

  final short[] desired;

  /** The first needed half-day of the run's calendar is the first bit of the pattern. */
  final short[] first;

  /** Which half-days from the first on are needed; 0 for a task with a deadline instead. */
  final byte[] pattern;

  final byte[] thanks;
  final byte[] licence;

  private Tasks(int count) {
    this.count = count;
    cell = new int[count];
    community = new short[count];
    required = new short[REQUIRED * count];
    desired = new short[DESIRED * count];
    first = new short[count];
    pattern = new byte[count];
    thanks = new byte[count];
    licence = new byte[count];
    Arrays.fill(required, (short) Residents.NONE);
    Arrays.fill(desired, (short) Residents.NONE);
  }

  static Tasks typical(int count) {
    Tasks tasks = new Tasks(count);
    IntStream.range(0, count).parallel().forEach(tasks::draw);
    return tasks;
  }

  /**
   * The dearest to ask: the commonest skill in Tokyo or the best-liked resorts on a weekend, and
   * the same with rare skills desired, which loosens every bound.
   */
  static Tasks worst() {
    Tasks tasks = new Tasks(WORST);
    for (int i = 0; i < WORST; i++) {
      SplittableRandom random = Seeds.random(WORST_TASK, i);
      tasks.cell[i] = i % 2 == 0 ? Japan.inTown(0, random) : Japan.atResort(i % 5, 4, random);
      tasks.makeWorst(i);
      int[] desired =
          switch (i / 2 % 4) {
            case 0 -> new int[0];
            case 1 -> new int[] {1, 2};
            case 2 -> new int[] {250 + i, 300 + i, 350 + i};
            default -> new int[] {30, 60, 90, 120};
          };
      for (int j = 0; j < desired.length; j++) {
        tasks.desired[DESIRED * i + j] = (short) (desired[j] << 4);
      }
    }
    return tasks;
  }

  /** The commonest skill for work without a place: distance tells nobody from anybody. */
  static Tasks anywhere() {
    Tasks tasks = new Tasks(ANYWHERE);
    for (int i = 0; i < ANYWHERE; i++) {
      tasks.makeWorst(i);
      tasks.cell[i] = Residents.NONE;
      tasks.desired[DESIRED * i] = (short) (1 + i << 4);
    }
    return tasks;
  }

  private void makeWorst(int i) {
    community[i] = (short) (Seeds.WEIGHTS.length * i);
    required[REQUIRED * i] = 1;
    first[i] = (short) (2 * (7 * (1 + i % 8) + 5));
    pattern[i] = 0b1111;
    thanks[i] = 1;
  }

  static int skill(int asked) {
    return asked >> 4;
  }

  static int level(int asked) {
    return asked & 3;
  }

  static double weight(int asked) {
    return WEIGHTS[asked >> 2 & 3];
  }

  int[] required(int at) {
    return asked(required, REQUIRED, at);
  }

  int[] desired(int at) {
    return asked(desired, DESIRED, at);
  }

  int[] needed(int at) {
    return IntStream.range(0, Byte.SIZE)
        .filter(bit -> (pattern[at] >> bit & 1) == 1)
        .map(bit -> first[at] + bit)
        .toArray();
  }

  UUID id(int at) {
    return Seeds.id(at);
  }

  TaskRow row(int at) {
    List<RequiredSkill> first = new ArrayList<>();
    for (int asked : required(at)) {
      first.add(new RequiredSkill(Seeds.skillCode(skill(asked)), level(asked), weight(asked)));
    }
    List<DesiredSkill> second = new ArrayList<>();
    for (int asked : desired(at)) {
      second.add(new DesiredSkill(Seeds.skillCode(skill(asked)), weight(asked)));
    }
    return new TaskRow(
        id(at),
        Seeds.community(community[at]),
        null,
        Stage.OPEN,
        cell[at] == Residents.NONE ? null : Cells.point(cell[at]),
        slots(at),
        first,
        licence[at] == 0 ? Set.of() : Set.of(Seeds.licenceCode(licence[at])),
        second,
        Residents.thanks(thanks[at]),
        false,
        Seeds.weights(community[at]),
        Calendar.NOW,
        TEXT);
  }

  /** A slot a day: the morning, the afternoon, or both. */
  private List<SlotRow> slots(int at) {
    Set<Integer> halfDays = new HashSet<>();
    Arrays.stream(needed(at)).forEach(halfDays::add);
    List<SlotRow> slots = new ArrayList<>();
    int[] days = halfDays.stream().mapToInt(h -> h / 2).sorted().distinct().toArray();
    for (int day : days) {
      boolean am = halfDays.contains(2 * day);
      boolean pm = halfDays.contains(2 * day + 1);
      slots.add(
          new SlotRow(
              new UUID(at, day),
              Calendar.at(day, am ? 9 : 13),
              Calendar.at(day, pm ? 16 : 12),
              false));
    }
    return slots;
  }

  private void draw(int at) {
    SplittableRandom random = Seeds.random(TASK, at);
    double where = random.nextDouble();
    cell[at] =
        where < 0.03
            ? Residents.NONE
            : where < 0.08
                ? Japan.inTown(Japan.town(random), random)
                : Japan.atResort(Japan.anyResort(random), 5, random);
    community[at] = (short) random.nextInt(Seeds.COMMUNITIES);
    double many = random.nextDouble();
    int wanted = many < 0.5 ? 1 : many < 0.85 ? 2 : 3;
    int total = wanted + random.nextInt(DESIRED + 1);
    int[] skills = IntStream.generate(() -> Seeds.skill(random)).distinct().limit(total).toArray();
    for (int i = 0; i < total; i++) {
      double heavy = random.nextDouble();
      int weight = heavy < 0.8 ? 0 : heavy < 0.9 ? 1 : 2;
      double high = random.nextDouble();
      int level = i >= wanted ? 0 : high < 0.6 ? 1 : high < 0.9 ? 2 : 3;
      short asked = (short) (skills[i] << 4 | weight << 2 | level);
      if (i < wanted) {
        required[REQUIRED * at + i] = asked;
      } else {
        desired[DESIRED * at + i - wanted] = asked;
      }
    }
    int length = 1 + random.nextInt(6);
    first[at] =
        (short)
            (random.nextDouble() < 0.75
                ? 2 * (7 * random.nextInt(12) + 5) + (length <= 3 ? random.nextInt(2) : 0)
                : random.nextInt(2 * 84));
    pattern[at] = (byte) (random.nextDouble() < 0.02 ? 0 : (1 << length) - 1);
    thanks[at] = (byte) new int[] {1, 1, 1, 1, 2, 2, 4, 3, 3, 6, 0}[random.nextInt(11)];
    licence[at] = (byte) (random.nextDouble() < 0.06 ? 1 + random.nextInt(Seeds.LICENCES) : 0);
  }

  private static int[] asked(short[] column, int width, int at) {
    return IntStream.range(width * at, width * (at + 1))
        .map(i -> column[i])
        .filter(asked -> asked != Residents.NONE)
        .toArray();
  }
}
