package yui.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.UUID;
import org.apache.lucene.store.ByteArrayDataInput;
import org.apache.lucene.store.ByteArrayDataOutput;
import org.apache.lucene.util.ArrayUtil;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/**
 * A resident as the score reads it. Of a resident in the index the binary row tells only what no
 * token tells: who, how far, how reliable, from where, and until when licences are good. Skills and
 * half-days come from the tokens, as many of them as the task asks for.
 *
 * <p>One of these is read again and again while ranking; {@link #copy} keeps one.
 */
final class ResidentSide {
  private static final long ALWAYS = Long.MAX_VALUE;
  private static final long SINCE_EVER = Long.MIN_VALUE;

  /** In place of a limit in km: none, or one that is no small whole number and follows in full. */
  private static final int NO_LIMIT = 0;

  private static final int ODD_LIMIT = 1;
  private static final int WHOLE_LIMIT = 2;
  private static final int MOST_WHOLE_KM = 1 << 20;

  private static final int STAY = 1 << 31;

  private long idHigh;
  private long idLow;
  int wishes;
  double maxKm;
  int attended;
  int committed;

  private int anchors;
  private int[] cells = new int[4];
  private long[] from = new long[4];
  private long[] to = new long[4];

  private int licences;
  private BytesRef[] licenceCodes = new BytesRef[0];
  private long[] licenceEnds = new long[0];

  boolean active;
  private @Nullable Findable findable;
  private int skills;
  private BytesRef[] skillCodes = new BytesRef[8];
  private int[] levels = new int[8];
  private int free;
  private int[] freeHalfDays = new int[8];

  private final ByteArrayDataInput in = new ByteArrayDataInput();

  static ResidentSide of(ResidentRow row) {
    ResidentSide side = new ResidentSide();
    side.read(encode(row));
    side.active = row.active();
    side.findable = row.findable();
    row.skills().forEach(skill -> side.can(new BytesRef(skill.code()), skill.level()));
    row.freeHalfDays().forEach(side::freeOnToo);
    return side;
  }

  static BytesRef encode(ResidentRow row) {
    byte[] bytes = new byte[mostBytes(row)];
    ByteArrayDataOutput out = new ByteArrayDataOutput(bytes);
    out.writeLong(row.id().getMostSignificantBits());
    out.writeLong(row.id().getLeastSignificantBits());
    out.writeByte((byte) RowFormat.bits(row.wishes()));
    try {
      writeLimit(out, row.maxDistanceKm());
      out.writeVInt(row.attended());
      out.writeVInt(row.committed());
      writeAnchors(out, row);
      out.writeVInt(row.licences().size());
      for (Licence licence : row.licences()) {
        RowFormat.writeCode(out, licence.code());
        LocalDate ends = licence.expiresOn();
        out.writeLong(ends == null ? ALWAYS : ends.toEpochDay());
      }
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return new BytesRef(bytes, 0, out.getPosition());
  }

  private static int mostBytes(ResidentRow row) {
    int most = 64 + 24 * row.anchors().size();
    for (Licence licence : row.licences()) {
      most += 16 + 3 * licence.code().length();
    }
    return most;
  }

  private static void writeLimit(ByteArrayDataOutput out, @Nullable Double limit)
      throws IOException {
    if (limit == null) {
      out.writeVInt(NO_LIMIT);
    } else if (limit < MOST_WHOLE_KM && limit == limit.intValue()) {
      out.writeVInt(WHOLE_LIMIT + limit.intValue());
    } else {
      out.writeVInt(ODD_LIMIT);
      out.writeLong(Double.doubleToLongBits(limit));
    }
  }

  private static void writeAnchors(ByteArrayDataOutput out, ResidentRow row) throws IOException {
    out.writeVInt(row.anchors().size());
    for (Anchor anchor : row.anchors()) {
      LocalDate from = anchor.from();
      LocalDate to = anchor.to();
      int cell = anchor.place().mesh().cell();
      if (from == null || to == null) {
        out.writeInt(cell);
      } else {
        out.writeInt(cell | STAY);
        out.writeLong(from.toEpochDay());
        out.writeLong(to.toEpochDay());
      }
    }
  }

  /** Takes the row; skills and half-days are to be added. */
  void read(BytesRef row) {
    in.reset(row.bytes, row.offset, row.length);
    idHigh = in.readLong();
    idLow = in.readLong();
    wishes = in.readByte();
    int limit = in.readVInt();
    maxKm =
        switch (limit) {
          case NO_LIMIT -> Double.POSITIVE_INFINITY;
          case ODD_LIMIT -> Double.longBitsToDouble(in.readLong());
          default -> limit - WHOLE_LIMIT;
        };
    attended = in.readVInt();
    committed = in.readVInt();
    readAnchors();
    try {
      readLicences();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    active = true;
    findable = null;
    skills = 0;
    free = 0;
  }

  private void readAnchors() {
    anchors = in.readVInt();
    if (anchors > cells.length) {
      cells = new int[anchors];
      from = new long[anchors];
      to = new long[anchors];
    }
    for (int i = 0; i < anchors; i++) {
      int cell = in.readInt();
      boolean stay = (cell & STAY) != 0;
      cells[i] = cell & ~STAY;
      from[i] = stay ? in.readLong() : SINCE_EVER;
      to[i] = stay ? in.readLong() : ALWAYS;
    }
  }

  private void readLicences() throws IOException {
    licences = in.readVInt();
    if (licences > licenceEnds.length) {
      licenceCodes = new BytesRef[licences];
      licenceEnds = new long[licences];
    }
    for (int i = 0; i < licences; i++) {
      licenceCodes[i] = RowFormat.readCode(in);
      licenceEnds[i] = in.readLong();
    }
  }

  void can(BytesRef code, int level) {
    if (skills == levels.length) {
      skillCodes = ArrayUtil.grow(skillCodes, skills + 1);
      levels = ArrayUtil.growExact(levels, skillCodes.length);
    }
    skillCodes[skills] = code;
    levels[skills++] = level;
  }

  /** Half-days are told in their order. */
  void freeOnToo(int halfDay) {
    freeHalfDays = ArrayUtil.grow(freeHalfDays, free + 1);
    freeHalfDays[free++] = halfDay;
  }

  ResidentSide copy() {
    ResidentSide copy = new ResidentSide();
    copy.idHigh = idHigh;
    copy.idLow = idLow;
    copy.wishes = wishes;
    copy.maxKm = maxKm;
    copy.attended = attended;
    copy.committed = committed;
    copy.anchors = anchors;
    copy.cells = cells.clone();
    copy.from = from.clone();
    copy.to = to.clone();
    copy.licences = licences;
    copy.licenceCodes = licenceCodes.clone();
    copy.licenceEnds = licenceEnds.clone();
    copy.active = active;
    copy.findable = findable;
    copy.skills = skills;
    copy.skillCodes = skillCodes.clone();
    copy.levels = levels.clone();
    copy.free = free;
    copy.freeHalfDays = freeHalfDays.clone();
    return copy;
  }

  UUID id() {
    return new UUID(idHigh, idLow);
  }

  /** In the index only those are looked at whose tokens say that they are found. */
  boolean foundBy(UUID community) {
    return findable == null || findable.by(community);
  }

  int skills() {
    return skills;
  }

  BytesRef skill(int i) {
    return skillCodes[i];
  }

  int level(int i) {
    return levels[i];
  }

  /** 0 when the resident has not got the skill. */
  int level(BytesRef code) {
    for (int i = 0; i < skills; i++) {
      if (skillCodes[i] == code || skillCodes[i].bytesEquals(code)) {
        return levels[i];
      }
    }
    return 0;
  }

  int licences() {
    return licences;
  }

  BytesRef licence(int i) {
    return licenceCodes[i];
  }

  /** The last day on which the licence is good; null when it is not held. */
  @Nullable Long licenceEnd(BytesRef code) {
    for (int i = 0; i < licences; i++) {
      if (licenceCodes[i].bytesEquals(code)) {
        return licenceEnds[i];
      }
    }
    return null;
  }

  boolean freeOn(int halfDay) {
    return Arrays.binarySearch(freeHalfDays, 0, free, halfDay) >= 0;
  }

  int free() {
    return free;
  }

  int free(int i) {
    return freeHalfDays[i];
  }

  int anchors() {
    return anchors;
  }

  int cell(int anchor) {
    return cells[anchor];
  }

  boolean base(int anchor) {
    return from[anchor] == SINCE_EVER && to[anchor] == ALWAYS;
  }

  boolean staysOn(int anchor, long epochDay) {
    return from[anchor] <= epochDay && epochDay <= to[anchor];
  }
}
