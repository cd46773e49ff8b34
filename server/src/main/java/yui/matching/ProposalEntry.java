package yui.matching;

import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What is to be filled: the slots that begin on these days, of all tasks or of some. */
record ProposalEntry(
    LocalDate from, LocalDate to, @Nullable List<UUID> taskIds, @Nullable Integer perSlot) {}
