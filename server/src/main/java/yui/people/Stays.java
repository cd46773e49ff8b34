package yui.people;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import yui.communities.Communities;
import yui.core.Caller;
import yui.core.CommunityId;
import yui.core.Days;
import yui.core.FieldError;
import yui.core.Ids;
import yui.core.PersonId;
import yui.core.Refusal;
import yui.db.Tx;

/** When a resident is where. A stay brings its resident near; it frees no half-day by itself. */
final class Stays {
  private static final int LONGEST_DAYS = 365;
  private static final int FURTHEST_DAYS = 5 * 365;

  private final Communities communities;

  Stays(Communities communities) {
    this.communities = communities;
  }

  /** Those not over, soonest first, after one of this day and id. */
  List<Stay> list(Tx tx, Caller caller, LocalDate from, UUID id, int limit) {
    return StayStore.list(tx, caller.known(), Days.of(tx.now()), from, id, limit);
  }

  Stay add(Tx tx, Caller caller, StayEntry entry) {
    PersonId me = caller.known();
    // The lock keeps a base from going away meanwhile.
    if (ResidentStore.lock(tx, me).isEmpty()) throw Refusal.conflict("resident_needed");
    List<FieldError> errors = misdated(entry, Days.of(tx.now()));
    Optional<Base> base =
        ResidentStore.bases(tx, me).stream().filter(b -> b.id().equals(entry.baseId())).findAny();
    if (entry.baseId() != null && base.isEmpty()) {
      errors.add(new FieldError("/baseId", "unknown_base"));
    }
    if (entry.baseId() != null && entry.lat() != null) {
      errors.add(new FieldError("/lat", "not_allowed"));
    }
    if (entry.baseId() != null && entry.lon() != null) {
      errors.add(new FieldError("/lon", "not_allowed"));
    }
    CommunityId community =
        entry.communityId() != null
            ? entry.communityId()
            : base.map(Base::communityId).orElse(null);
    if (community != null && communities.find(tx, community).isEmpty()) {
      errors.add(new FieldError("/communityId", "unknown_community"));
    }
    if (!errors.isEmpty()) throw Refusal.invalid(errors);
    Stay stay =
        new Stay(
            new StayId(Ids.next()),
            entry.baseId(),
            base.map(Base::label).orElse(null),
            base.map(Base::lat).orElseGet(() -> Objects.requireNonNull(entry.lat())),
            base.map(Base::lon).orElseGet(() -> Objects.requireNonNull(entry.lon())),
            community,
            entry.from(),
            entry.to());
    StayStore.add(tx, me, stay);
    return stay;
  }

  void remove(Tx tx, Caller caller, StayId id) {
    if (!StayStore.remove(tx, caller.known(), id)) throw Refusal.notFound();
  }

  private static List<FieldError> misdated(StayEntry entry, LocalDate today) {
    List<FieldError> errors = new ArrayList<>();
    if (entry.from().isAfter(today.plusDays(FURTHEST_DAYS))) {
      errors.add(new FieldError("/from", "too_far_ahead"));
    } else if (entry.to().isBefore(entry.from())) {
      errors.add(new FieldError("/to", "end_before_start"));
    } else if (entry.to().isBefore(today)) {
      errors.add(new FieldError("/to", "in_the_past"));
    } else if (entry.to().isAfter(entry.from().plusDays(LONGEST_DAYS))) {
      errors.add(new FieldError("/to", "too_far_ahead"));
    }
    return errors;
  }
}
