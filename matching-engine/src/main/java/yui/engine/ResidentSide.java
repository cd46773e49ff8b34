package yui.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.apache.lucene.store.ByteArrayDataInput;
import org.apache.lucene.store.ByteBuffersDataOutput;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/**
 * A resident as the score reads it; made only from the bytes of a row, so that every pair is read
 * alike.
 */
final class ResidentSide {
  private static final long ALWAYS = Long.MAX_VALUE;
  private static final long SINCE_EVER = Long.MIN_VALUE;
  private static final int ACTIVE = 1;
  private static final int FOUND_BY_ALL = 2;

  final UUID id;
  final boolean active;
  final Findable findable;
  final int wishes;
  final double maxKm;
  final int attended;
  final int committed;
  final BytesRef[] skills;
  final byte[] levels;
  final BytesRef[] licences;
  private final long[] licenceEnds;
  private final int freeFrom;
  private final long[] free;
  final Mesh[] anchors;
  private final long[] anchorFrom;
  private final long[] anchorTo;

  static ResidentSide of(ResidentRow row) {
    return decode(encode(row));
  }

  static BytesRef encode(ResidentRow row) {
    try {
      ByteBuffersDataOutput out = new ByteBuffersDataOutput();
      RowFormat.writeId(out, row.id());
      out.writeByte(
          (byte) ((row.active() ? ACTIVE : 0) | (row.findable().byAll() ? FOUND_BY_ALL : 0)));
      out.writeVInt(row.findable().communities().size());
      for (UUID community : row.findable().communities()) {
        RowFormat.writeId(out, community);
      }
      out.writeByte((byte) RowFormat.bits(row.wishes()));
      Double max = row.maxDistanceKm();
      RowFormat.writeDouble(out, max == null ? Double.POSITIVE_INFINITY : max);
      out.writeVInt(row.attended());
      out.writeVInt(row.committed());
      out.writeVInt(row.skills().size());
      for (SkillLevel skill : row.skills()) {
        RowFormat.writeCode(out, skill.code());
        out.writeByte((byte) skill.level());
      }
      out.writeVInt(row.licences().size());
      for (Licence licence : row.licences()) {
        RowFormat.writeCode(out, licence.code());
        LocalDate ends = licence.expiresOn();
        out.writeLong(ends == null ? ALWAYS : ends.toEpochDay());
      }
      writeFree(out, row);
      writeAnchors(out, row.anchors());
      return new BytesRef(out.toArrayCopy());
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  private static void writeFree(ByteBuffersDataOutput out, ResidentRow row) throws IOException {
    int first = HalfDays.of(row.freeFrom(), false);
    BitSet bits = new BitSet(HalfDays.HORIZON);
    row.freeHalfDays().forEach(h -> bits.set(h - first));
    long[] words = bits.toLongArray();
    out.writeZInt(first);
    out.writeVInt(words.length);
    for (long word : words) {
      out.writeLong(word);
    }
  }

  private static void writeAnchors(ByteBuffersDataOutput out, List<Anchor> anchors)
      throws IOException {
    out.writeVInt(anchors.size());
    for (Anchor anchor : anchors) {
      RowFormat.writeMesh(out, anchor.place().mesh());
      LocalDate from = anchor.from();
      LocalDate to = anchor.to();
      out.writeLong(from == null ? SINCE_EVER : from.toEpochDay());
      out.writeLong(to == null ? ALWAYS : to.toEpochDay());
    }
  }

  static ResidentSide decode(BytesRef row) {
    try {
      return new ResidentSide(new ByteArrayDataInput(row.bytes, row.offset, row.length));
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  private ResidentSide(ByteArrayDataInput in) throws IOException {
    id = RowFormat.readId(in);
    int flags = in.readByte();
    active = (flags & ACTIVE) != 0;
    int communities = in.readVInt();
    if (communities == 0) {
      findable = (flags & FOUND_BY_ALL) != 0 ? Findable.ALL : Findable.NOBODY;
    } else {
      Set<UUID> ids = new HashSet<>();
      for (int i = 0; i < communities; i++) {
        ids.add(RowFormat.readId(in));
      }
      findable = new Findable((flags & FOUND_BY_ALL) != 0, ids);
    }
    wishes = in.readByte();
    maxKm = RowFormat.readDouble(in);
    attended = in.readVInt();
    committed = in.readVInt();
    skills = new BytesRef[in.readVInt()];
    levels = new byte[skills.length];
    for (int i = 0; i < skills.length; i++) {
      skills[i] = RowFormat.readCode(in);
      levels[i] = in.readByte();
    }
    licences = new BytesRef[in.readVInt()];
    licenceEnds = new long[licences.length];
    for (int i = 0; i < licences.length; i++) {
      licences[i] = RowFormat.readCode(in);
      licenceEnds[i] = in.readLong();
    }
    freeFrom = in.readZInt();
    free = new long[in.readVInt()];
    for (int i = 0; i < free.length; i++) {
      free[i] = in.readLong();
    }
    anchors = new Mesh[in.readVInt()];
    anchorFrom = new long[anchors.length];
    anchorTo = new long[anchors.length];
    for (int i = 0; i < anchors.length; i++) {
      anchors[i] = RowFormat.readMesh(in);
      anchorFrom[i] = in.readLong();
      anchorTo[i] = in.readLong();
    }
  }

  /** 0 when the resident has not got the skill. */
  int level(BytesRef code) {
    for (int i = 0; i < skills.length; i++) {
      if (skills[i].bytesEquals(code)) {
        return levels[i];
      }
    }
    return 0;
  }

  /** The last day on which the licence is good; null when it is not held. */
  @Nullable Long licenceEnd(BytesRef code) {
    for (int i = 0; i < licences.length; i++) {
      if (licences[i].bytesEquals(code)) {
        return licenceEnds[i];
      }
    }
    return null;
  }

  static boolean endless(long licenceEnd) {
    return licenceEnd == ALWAYS;
  }

  boolean freeOn(int halfDay) {
    int bit = halfDay - freeFrom;
    return bit >= 0 && bit < free.length * Long.SIZE && (free[bit >> 6] >>> bit & 1) == 1;
  }

  int[] freeHalfDays() {
    return BitSet.valueOf(free).stream().map(bit -> bit + freeFrom).toArray();
  }

  boolean base(int anchor) {
    return anchorFrom[anchor] == SINCE_EVER && anchorTo[anchor] == ALWAYS;
  }

  boolean staysOn(int anchor, long epochDay) {
    return anchorFrom[anchor] <= epochDay && epochDay <= anchorTo[anchor];
  }
}
