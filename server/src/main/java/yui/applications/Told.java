package yui.applications;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import yui.core.Caller;
import yui.db.Tx;
import yui.tasks.SlotId;

/**
 * What applicants read of their own applications: that they were declined when its letter goes, not
 * while it may still have been a slip.
 */
final class Told {
  private Told() {}

  static List<Application> of(Tx tx, Caller caller, List<Application> applications) {
    return applications.stream().map(application -> of(tx, caller, application)).toList();
  }

  static Application of(Tx tx, Caller caller, Application application) {
    if (!caller.is(application.personId())) return application;
    List<ApplicationSlot> held =
        application.slots().stream().filter(slot -> isHeld(slot, tx.now())).toList();
    if (held.isEmpty()) return application;
    Map<SlotId, ApplicationStore.Before> before =
        ApplicationStore.statesBefore(tx, application.id());
    return application.with(
        held.stream()
            .map(slot -> slot.again(before(before.get(slot.slotId())), null, slot.changedAt()))
            .toList());
  }

  private static ApplicationState before(ApplicationStore.@Nullable Before stood) {
    return stood == null ? ApplicationState.APPLIED : stood.state();
  }

  private static boolean isHeld(ApplicationSlot slot, Instant now) {
    return slot.state() == ApplicationState.DECLINED
        && slot.changedAt().plus(Correspondence.HELD).isAfter(now);
  }
}
