package yui.matching;

import java.util.Optional;
import yui.engine.Mesh;
import yui.people.Base;
import yui.people.Resident;
import yui.tasks.Travel;

/**
 * What the way from a resident's home to a task and back costs, roughly, and who carries it.
 *
 * <p>By great-circle km between mesh cells, one way: up to 30 km 30 yen a km (car, bus), from there
 * to 100 km 28 (train), beyond that 55 (express); both ways, rounded up to 500 yen.
 */
record Journey(long costYen, long supportYen, long netYen) {
  private static final double NEAR_KM = 30;
  private static final double FAR_KM = 100;

  static Journey of(double km, Travel travel) {
    double oneWay =
        30 * Math.min(km, NEAR_KM)
            + 28 * Math.clamp(km - NEAR_KM, 0, FAR_KM - NEAR_KM)
            + 55 * Math.max(0, km - FAR_KM);
    long cost = (long) Math.ceil(2 * oneWay / 500) * 500;
    long support = Math.min(cost, travel.mostYen());
    return new Journey(cost, support, cost - support);
  }

  /** Where a resident starts from: the home, else the first base told. */
  static Optional<Mesh> home(Resident resident) {
    return resident.bases().stream()
        .filter(base -> base.kind() == Base.Kind.HOME)
        .findFirst()
        .or(() -> resident.bases().stream().findFirst())
        .map(base -> Mesh.of(base.lat(), base.lon()));
  }
}
