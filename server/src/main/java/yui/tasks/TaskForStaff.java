package yui.tasks;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.OffsetDateTime;

/** A task in its own side's list, with how many heads it has. */
record TaskForStaff(
    @JsonUnwrapped TaskSummary summary,
    int applied,
    int chosen,
    int places,
    OffsetDateTime createdAt) {}
