package yui.applications;

import org.jspecify.annotations.Nullable;
import yui.core.Caller;
import yui.core.PersonId;
import yui.tasks.Task;

/**
 * Who did something to an application, and as what.
 *
 * @param person nobody when it was time alone
 */
record Actor(@Nullable PersonId person, As as) {
  static final Actor TIME = new Actor(null, As.TIME);

  /** In which capacity; DESK and ADMIN stand in for the host. */
  enum As {
    RESIDENT,
    HOST,
    DESK,
    ADMIN,
    TIME
  }

  static Actor resident(PersonId person) {
    return new Actor(person, As.RESIDENT);
  }

  /** A coordinator who also hosts the group acts as its host. */
  static Actor forHost(Caller caller, Task task) {
    As as =
        caller.hosts(task.groupId())
            ? As.HOST
            : caller.coordinates(task.communityId()) ? As.DESK : As.ADMIN;
    return new Actor(caller.known(), as);
  }
}
