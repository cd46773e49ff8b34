package yui.travel;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a resident says of a journey.
 *
 * @param applications for what work, each once
 */
record TypedClaim(long amountYen, List<String> receipts, String note, List<UUID> applications) {

  /**
   * As it is sent: for the application of the address, where there is one, and the others named.
   */
  record Entry(
      long amountYen,
      @Nullable List<String> receipts,
      @Nullable String note,
      @Nullable List<UUID> applicationIds,
      @Nullable Boolean draft) {

    TypedClaim claim(@Nullable UUID first) {
      Set<UUID> all = new LinkedHashSet<>();
      if (first != null) all.add(first);
      if (applicationIds != null) all.addAll(applicationIds);
      return new TypedClaim(
          amountYen,
          Objects.requireNonNullElse(receipts, List.of()),
          Objects.requireNonNullElse(note, ""),
          new ArrayList<>(all));
    }

    boolean isDraft() {
      return Boolean.TRUE.equals(draft);
    }
  }
}
