package yui.db;

import java.util.Objects;
import java.util.stream.Collectors;
import yui.core.Caller;

/**
 * What row-level security is told about the one who asks: person, communities, or the system
 * itself.
 */
public record Scope(String person, String communities, boolean system) {

  /** The caller's own rights and nothing more. */
  public static Scope of(Caller caller) {
    return new Scope(
        caller.person() == null ? "" : caller.person().toString(),
        caller.memberships().stream()
            .map(m -> Objects.toString(m.communityId(), ""))
            .filter(id -> !id.isEmpty())
            .distinct()
            .collect(Collectors.joining(",")),
        false);
  }

  /** Jobs, logins and the installation's administrator: what no single community or person owns. */
  public static Scope ofSystem() {
    return new Scope("", "", true);
  }
}
