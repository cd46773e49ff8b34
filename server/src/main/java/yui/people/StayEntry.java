package yui.people;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import yui.core.CommunityId;

/** A stay as told: at a base, or at another place. */
record StayEntry(
    @Nullable BaseId baseId,
    @Nullable Double lat,
    @Nullable Double lon,
    @Nullable CommunityId communityId,
    LocalDate from,
    LocalDate to) {}
