package yui.engine;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/** One task and one resident weighed: ranking, explanation and reasons all come from here. */
final class Score {
  private static final double HALF_WAY_KM = 10;
  private static final double DECIMALS = 1e12;

  private final TaskSide task;
  private final ResidentSide resident;
  private final int free;

  /** NaN for a task without a place, infinite when there is nowhere to start from. */
  private final double km;

  Score(TaskSide task, ResidentSide resident) {
    this.task = task;
    this.resident = resident;
    int hits = 0;
    for (int h : task.needed) {
      hits += resident.freeOn(h) ? 1 : 0;
    }
    this.free = hits;
    this.km = task.mesh == null ? Double.NaN : nearest(task.mesh);
  }

  /** The first hard filter that says no; null when the pair fits. */
  @Nullable Blocker blocker(Direction direction) {
    boolean matched =
        task.stage == Stage.OPEN
            || (task.stage == Stage.REVIEW && direction == Direction.CANDIDATES);
    if (!matched) {
      return new Blocker.TaskNotOpen(task.stage);
    }
    if (!resident.active) {
      return new Blocker.ResidentInactive();
    }
    if (direction == Direction.CANDIDATES && !resident.foundBy(task.community)) {
      return new Blocker.NotFindable();
    }
    if (task.thanks != 0 && resident.wishes != 0 && (task.thanks & resident.wishes) == 0) {
      return new Blocker.ThanksNotWished(
          RowFormat.kinds(task.thanks), RowFormat.kinds(resident.wishes));
    }
    for (int i = 0; i < task.required.length; i++) {
      int held = resident.level(task.required[i]);
      if (held < task.requiredLevels[i]) {
        return new Blocker.SkillTooLow(
            task.required[i].utf8ToString(), task.requiredLevels[i], held);
      }
    }
    if (!task.slotless && task.needed.length == 0) {
      return new Blocker.NoSlotLeft();
    }
    if (!task.slotless && free == 0) {
      return new Blocker.NeverFree(task.needed.length);
    }
    Blocker unlicensed = unlicensed();
    if (unlicensed != null) {
      return unlicensed;
    }
    if (km == Double.POSITIVE_INFINITY) {
      return new Blocker.NowhereToStartFrom();
    }
    if (km > resident.maxKm) {
      return new Blocker.TooFar(km, resident.maxKm);
    }
    return null;
  }

  Parts parts() {
    return new Parts(
        task.skillPart(resident),
        task.slotless ? 1 : (double) free / task.needed.length,
        task.mesh == null ? 1 : distance(km),
        Reliability.of(resident.attended, resident.committed));
  }

  static double distance(double km) {
    return HALF_WAY_KM / (HALF_WAY_KM + km);
  }

  double value() {
    return value(parts());
  }

  UUID id(Direction direction) {
    return direction == Direction.CANDIDATES ? resident.id() : task.id;
  }

  Match match(Direction direction) {
    Parts parts = parts();
    return new Match(id(direction), value(parts), parts, task.mesh == null ? null : km, reasons());
  }

  Verdict verdict(Direction direction) {
    Blocker blocker = blocker(direction);
    return blocker != null ? blocker : match(direction);
  }

  private double value(Parts parts) {
    Weights w = task.weights;
    double sum =
        w.skill() * parts.skill()
            + w.schedule() * parts.schedule()
            + w.distance() * parts.distance()
            + w.reliability() * parts.reliability();
    return Math.rint(sum / w.sum() * DECIMALS) / DECIMALS;
  }

  /** The nearest base, or stay that touches a needed half-day the resident is free on. */
  private double nearest(Mesh place) {
    double nearest = Double.POSITIVE_INFINITY;
    for (int i = 0; i < resident.anchors(); i++) {
      if (resident.base(i) || stayHelps(i)) {
        nearest = Math.min(nearest, place.km(resident.cell(i)));
      }
    }
    return nearest;
  }

  private boolean stayHelps(int anchor) {
    for (int h : task.needed) {
      if (resident.freeOn(h) && resident.staysOn(anchor, HalfDays.epochDay(h))) {
        return true;
      }
    }
    return false;
  }

  /**
   * Required licences must all be good on one day that the resident can come: the day of a needed
   * free half-day, or today when the task has no slots.
   */
  private @Nullable Blocker unlicensed() {
    if (task.licences.length == 0) {
      return null;
    }
    BytesRef soonest = task.licences[0];
    long ends = Long.MAX_VALUE;
    for (BytesRef licence : task.licences) {
      Long end = resident.licenceEnd(licence);
      if (end == null) {
        return new Blocker.LicenceMissing(licence.utf8ToString());
      }
      if (end < ends) {
        soonest = licence;
        ends = end;
      }
    }
    if (task.slotless && HalfDays.epochDay(task.todayHalfDay) <= ends) {
      return null;
    }
    for (int h : task.needed) {
      if (resident.freeOn(h) && HalfDays.epochDay(h) <= ends) {
        return null;
      }
    }
    return new Blocker.LicenceExpired(soonest.utf8ToString(), LocalDate.ofEpochDay(ends));
  }

  private List<Reason> reasons() {
    List<Reason> reasons = new ArrayList<>();
    for (BytesRef code : task.skillCodes()) {
      int level = resident.level(code);
      if (level > 0) {
        reasons.add(new Reason.SkillHeld(code.utf8ToString(), level));
      }
    }
    for (BytesRef licence : task.licences) {
      reasons.add(new Reason.LicenceHeld(licence.utf8ToString()));
    }
    if (!task.slotless) {
      reasons.add(new Reason.HalfDaysFree(free, task.needed.length));
    }
    reasons.add(task.mesh == null ? new Reason.Remote() : new Reason.Distance(km));
    reasons.add(
        resident.committed == 0
            ? new Reason.Newcomer()
            : new Reason.Reliability(resident.attended, resident.committed));
    int wished = task.thanks & resident.wishes;
    if (wished != 0) {
      reasons.add(new Reason.ThanksWished(RowFormat.kinds(wished)));
    }
    return reasons;
  }
}
