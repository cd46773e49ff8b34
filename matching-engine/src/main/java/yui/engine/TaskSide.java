package yui.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.apache.lucene.store.ByteArrayDataInput;
import org.apache.lucene.store.ByteBuffersDataOutput;
import org.apache.lucene.util.ArrayUtil;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/** A task as score and search read it at an instant; made only from the bytes of a row. */
final class TaskSide {
  private static final Stage[] STAGES = Stage.values();
  private static final long NO_SLOT = Long.MAX_VALUE;

  final UUID id;
  final UUID community;
  final Stage stage;
  final @Nullable Mesh mesh;
  final int thanks;
  final long createdMs;
  final Weights weights;
  final BytesRef[] required;
  final byte[] requiredLevels;
  final double[] requiredWeights;
  final BytesRef[] licences;
  final BytesRef[] desired;
  final double[] desiredWeights;
  final boolean slotless;

  /** Half-days of slots still to come and not full, ascending. */
  final int[] needed;

  /** Half-days of all slots. */
  final int[] halfDays;

  /** When the next slot begins, full or not; {@link Long#MAX_VALUE} when none is to come. */
  final long nextMs;

  final int todayHalfDay;

  static TaskSide of(TaskRow row, Instant asOf) {
    return decode(encode(row), asOf);
  }

  static BytesRef encode(TaskRow row) {
    try {
      ByteBuffersDataOutput out = new ByteBuffersDataOutput();
      RowFormat.writeId(out, row.id());
      RowFormat.writeId(out, row.communityId());
      out.writeByte((byte) row.stage().ordinal());
      Place place = row.place();
      out.writeByte((byte) (place == null ? 0 : 1));
      if (place != null) {
        out.writeInt(place.mesh().cell());
      }
      out.writeByte((byte) RowFormat.bits(row.thanks()));
      out.writeLong(HalfDays.millis(row.createdAt()));
      RowFormat.writeDouble(out, row.weights().skill());
      RowFormat.writeDouble(out, row.weights().schedule());
      RowFormat.writeDouble(out, row.weights().distance());
      RowFormat.writeDouble(out, row.weights().reliability());
      out.writeVInt(row.requiredSkills().size());
      for (RequiredSkill skill : row.requiredSkills()) {
        RowFormat.writeCode(out, skill.code());
        out.writeByte((byte) skill.level());
        RowFormat.writeDouble(out, skill.weight());
      }
      out.writeVInt(row.requiredLicences().size());
      for (String licence : row.requiredLicences().stream().sorted().toList()) {
        RowFormat.writeCode(out, licence);
      }
      out.writeVInt(row.desiredSkills().size());
      for (DesiredSkill skill : row.desiredSkills()) {
        RowFormat.writeCode(out, skill.code());
        RowFormat.writeDouble(out, skill.weight());
      }
      out.writeVInt(row.slots().size());
      for (SlotRow slot : row.slots()) {
        // The needed half-days of one slot stand side by side: first and count tell them all.
        List<Integer> needed = HalfDays.needed(slot.startsAt(), slot.endsAt());
        out.writeLong(HalfDays.millis(slot.startsAt()));
        out.writeByte((byte) (slot.full() ? 1 : 0));
        out.writeZInt(needed.getFirst());
        out.writeVInt(needed.size());
      }
      return new BytesRef(out.toArrayCopy());
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  static TaskSide decode(BytesRef row, Instant asOf) {
    try {
      return new TaskSide(new ByteArrayDataInput(row.bytes, row.offset, row.length), asOf);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  private TaskSide(ByteArrayDataInput in, Instant asOf) throws IOException {
    id = RowFormat.readId(in);
    community = RowFormat.readId(in);
    stage = STAGES[in.readByte()];
    mesh = in.readByte() == 0 ? null : Mesh.ofCell(in.readInt());
    thanks = in.readByte();
    createdMs = in.readLong();
    double skill = RowFormat.readDouble(in);
    double schedule = RowFormat.readDouble(in);
    double distance = RowFormat.readDouble(in);
    weights = new Weights(skill, schedule, distance, RowFormat.readDouble(in));
    required = new BytesRef[in.readVInt()];
    requiredLevels = new byte[required.length];
    requiredWeights = new double[required.length];
    for (int i = 0; i < required.length; i++) {
      required[i] = RowFormat.readCode(in);
      requiredLevels[i] = in.readByte();
      requiredWeights[i] = RowFormat.readDouble(in);
    }
    licences = new BytesRef[in.readVInt()];
    for (int i = 0; i < licences.length; i++) {
      licences[i] = RowFormat.readCode(in);
    }
    desired = new BytesRef[in.readVInt()];
    desiredWeights = new double[desired.length];
    for (int i = 0; i < desired.length; i++) {
      desired[i] = RowFormat.readCode(in);
      desiredWeights[i] = RowFormat.readDouble(in);
    }
    todayHalfDay = HalfDays.at(asOf);
    int slots = in.readVInt();
    slotless = slots == 0;
    long next = NO_SLOT;
    int[] left = new int[slots];
    int[] all = new int[slots];
    int lefts = 0;
    int alls = 0;
    for (int i = 0; i < slots; i++) {
      long startMs = in.readLong();
      boolean full = in.readByte() == 1;
      int first = in.readZInt();
      int count = in.readVInt();
      boolean toCome = startMs > HalfDays.millis(asOf);
      if (toCome) {
        next = Math.min(next, startMs);
      }
      all = ArrayUtil.grow(all, alls + count);
      left = ArrayUtil.grow(left, lefts + count);
      for (int h = first; h < first + count; h++) {
        all[alls++] = h;
        if (toCome && !full) {
          left[lefts++] = h;
        }
      }
    }
    nextMs = next;
    needed = eachOnce(left, lefts);
    halfDays = eachOnce(all, alls);
  }

  private static int[] eachOnce(int[] numbers, int count) {
    Arrays.sort(numbers, 0, count);
    int kept = 0;
    for (int i = 0; i < count; i++) {
      if (i == 0 || numbers[i] != numbers[i - 1]) {
        numbers[kept++] = numbers[i];
      }
    }
    return Arrays.copyOf(numbers, kept);
  }

  /** Whether it has days and all of them have begun. */
  boolean isBegun() {
    return !slotless && nextMs == NO_SLOT;
  }

  /** Σ level/3 · weight ÷ Σ weight over required and desired skills; 1 when none is asked for. */
  double skillPart(ResidentSide resident) {
    double held = 0;
    double asked = 0;
    for (int i = 0; i < required.length; i++) {
      held += resident.level(required[i]) * requiredWeights[i];
      asked += requiredWeights[i];
    }
    for (int i = 0; i < desired.length; i++) {
      held += resident.level(desired[i]) * desiredWeights[i];
      asked += desiredWeights[i];
    }
    return asked == 0 ? 1 : held / (3 * asked);
  }

  /** Codes of required and desired skills, each once. */
  List<BytesRef> skillCodes() {
    List<BytesRef> codes = new ArrayList<>(List.of(required));
    for (BytesRef code : desired) {
      if (!codes.contains(code)) {
        codes.add(code);
      }
    }
    return codes;
  }
}
