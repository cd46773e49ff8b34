package yui.bench;

import java.nio.ByteBuffer;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import yui.engine.Anchor;
import yui.engine.Findable;
import yui.engine.Licence;
import yui.engine.ResidentRow;
import yui.engine.SkillLevel;
import yui.engine.Thanks;

/**
 * Residents in plain columns, a hundred bytes each; the rows that the engine is fed with are made
 * from them one at a time.
 */
final class Residents {
  static final int SKILLS = 10;
  static final int ANCHORS = 3;

  /** The third anchor is a stay, if there is one. */
  static final int STAY = 2;

  static final int LICENCES = 2;
  static final int NONE = -1;

  /** How far residents go at most; a column holds the index. */
  static final double[] REACH_KM = {5, 10, 30, 60, 100, 300, Double.POSITIVE_INFINITY};

  /** Days from a licence's epoch to its end; the greatest number is for ever. */
  static final int FOR_EVER = 0xFFF;

  static final int LICENCE_EPOCH = -200;

  private static final int ROW_BYTES =
      8 * Calendar.WORDS + 2 * SKILLS + 4 * ANCHORS + 2 + 2 * LICENCES + 1 + 1 + 2 + 2;

  final int count;
  final int[] number;
  final long[][] free;

  /** Skill times four plus level, {@link #NONE} behind the last. */
  final short[] skills;

  /** Cells, {@link #NONE} where there is none; the first is always there. */
  final int[] anchors;

  final byte[] stayFrom;
  final byte[] stayTo;

  /** Licence (1 to 6) in the upper four bits, its end in the others; 0 where there is none. */
  final short[] licences;

  final byte[] reach;
  final byte[] wishes;

  /** The only community that may find the resident, {@link #NONE} when all may. */
  final short[] foundBy;

  final byte[] attended;
  final byte[] committed;

  Residents(int count) {
    this.count = count;
    number = new int[count];
    free = new long[Calendar.WORDS][count];
    skills = new short[SKILLS * count];
    anchors = new int[ANCHORS * count];
    stayFrom = new byte[count];
    stayTo = new byte[count];
    licences = new short[LICENCES * count];
    reach = new byte[count];
    wishes = new byte[count];
    foundBy = new short[count];
    attended = new byte[count];
    committed = new byte[count];
  }

  boolean freeOn(int at, int halfDay) {
    return (free[halfDay >> 6][at] >>> (halfDay & 63) & 1) == 1;
  }

  int level(int at, int skill) {
    for (int i = SKILLS * at; i < SKILLS * (at + 1); i++) {
      if (skills[i] >> 2 == skill) {
        return skills[i] & 3;
      }
    }
    return 0;
  }

  UUID id(int at) {
    return Seeds.id(number[at]);
  }

  /** The last day of a licence counted from the run's Monday; {@link #NONE} less than any. */
  int licenceEnd(int at, int licence) {
    for (int i = LICENCES * at; i < LICENCES * (at + 1); i++) {
      int held = licences[i] & 0xFFFF;
      if (held >> 12 == licence) {
        int end = held & FOR_EVER;
        return end == FOR_EVER ? Integer.MAX_VALUE : end + LICENCE_EPOCH;
      }
    }
    return Integer.MIN_VALUE;
  }

  ResidentRow row(int at) {
    double km = REACH_KM[reach[at]];
    return new ResidentRow(
        id(at),
        true,
        foundBy[at] == NONE ? Findable.ALL : Findable.by(Set.of(Seeds.community(foundBy[at]))),
        skillLevels(at),
        licences(at),
        anchors(at),
        Calendar.MONDAY,
        freeHalfDays(at),
        km == Double.POSITIVE_INFINITY ? null : km,
        thanks(wishes[at]),
        attended[at],
        committed[at]);
  }

  static Set<Thanks> thanks(int bits) {
    Set<Thanks> kinds = new HashSet<>();
    for (Thanks kind : Thanks.values()) {
      if ((bits >> kind.ordinal() & 1) == 1) {
        kinds.add(kind);
      }
    }
    return kinds;
  }

  private List<SkillLevel> skillLevels(int at) {
    List<SkillLevel> levels = new ArrayList<>(SKILLS);
    for (int i = SKILLS * at; i < SKILLS * (at + 1) && skills[i] != NONE; i++) {
      levels.add(new SkillLevel(Seeds.skillCode(skills[i] >> 2), skills[i] & 3));
    }
    return levels;
  }

  private List<Licence> licences(int at) {
    List<Licence> held = new ArrayList<>(LICENCES);
    for (int i = LICENCES * at; i < LICENCES * (at + 1) && licences[i] != 0; i++) {
      int licence = (licences[i] & 0xFFFF) >> 12;
      int end = licences[i] & FOR_EVER;
      LocalDate last = end == FOR_EVER ? null : Calendar.MONDAY.plusDays(end + LICENCE_EPOCH);
      held.add(new Licence(Seeds.licenceCode(licence), last));
    }
    return held;
  }

  private List<Anchor> anchors(int at) {
    List<Anchor> places = new ArrayList<>(ANCHORS);
    for (int i = 0; i < ANCHORS; i++) {
      int cell = anchors[ANCHORS * at + i];
      if (cell == NONE) {
        continue;
      }
      boolean stay = i == STAY;
      places.add(
          new Anchor(
              Cells.point(cell),
              stay ? Calendar.MONDAY.plusDays(stayFrom[at] & 0xFF) : null,
              stay ? Calendar.MONDAY.plusDays(stayTo[at] & 0xFF) : null));
    }
    return places;
  }

  private Set<Integer> freeHalfDays(int at) {
    Set<Integer> halfDays = new HashSet<>();
    for (int word = 0; word < Calendar.WORDS; word++) {
      for (long left = free[word][at]; left != 0; left &= left - 1) {
        halfDays.add(Calendar.FIRST + 64 * word + Long.numberOfTrailingZeros(left));
      }
    }
    return halfDays;
  }

  /** The row as an index of others stores it. */
  byte[] bytes(int at) {
    ByteBuffer out = ByteBuffer.allocate(ROW_BYTES);
    for (long[] word : free) {
      out.putLong(word[at]);
    }
    for (int i = SKILLS * at; i < SKILLS * (at + 1); i++) {
      out.putShort(skills[i]);
    }
    for (int i = ANCHORS * at; i < ANCHORS * (at + 1); i++) {
      out.putInt(anchors[i]);
    }
    out.put(stayFrom[at]).put(stayTo[at]);
    for (int i = LICENCES * at; i < LICENCES * (at + 1); i++) {
      out.putShort(licences[i]);
    }
    out.put(reach[at]).put(wishes[at]).putShort(foundBy[at]);
    return out.put(attended[at]).put(committed[at]).array();
  }

  /** Reads such a row into the place of the first resident. */
  void read(byte[] bytes, int offset) {
    ByteBuffer in = ByteBuffer.wrap(bytes, offset, ROW_BYTES);
    for (long[] word : free) {
      word[0] = in.getLong();
    }
    for (int i = 0; i < SKILLS; i++) {
      skills[i] = in.getShort();
    }
    for (int i = 0; i < ANCHORS; i++) {
      anchors[i] = in.getInt();
    }
    stayFrom[0] = in.get();
    stayTo[0] = in.get();
    for (int i = 0; i < LICENCES; i++) {
      licences[i] = in.getShort();
    }
    reach[0] = in.get();
    wishes[0] = in.get();
    foundBy[0] = in.getShort();
    attended[0] = in.get();
    committed[0] = in.get();
  }

  /** Makes somebody a perfect fit, so that they must come first. */
  void fit(int at, Asked task) {
    for (long[] word : free) {
      word[at] = -1;
    }
    free[Calendar.WORDS - 1][at] = -1L >>> Calendar.WORDS * 64 - Calendar.HALF_DAYS;
    Arrays.fill(skills, SKILLS * at, SKILLS * (at + 1), (short) NONE);
    int next = SKILLS * at;
    for (int[] asked : new int[][] {task.required, task.desired}) {
      for (int skill : asked) {
        skills[next++] = (short) (skill << 2 | 3);
      }
    }
    Arrays.fill(anchors, ANCHORS * at + 1, ANCHORS * (at + 1), NONE);
    if (task.cell != NONE) {
      anchors[ANCHORS * at] = task.cell;
    }
    licences[LICENCES * at] = (short) (task.licence << 12 | (task.licence == 0 ? 0 : FOR_EVER));
    licences[LICENCES * at + 1] = 0;
    reach[at] = (byte) (REACH_KM.length - 1);
    wishes[at] = 0;
    foundBy[at] = NONE;
    attended[at] = Byte.MAX_VALUE;
    committed[at] = Byte.MAX_VALUE;
  }
}
