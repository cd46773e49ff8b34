package yui.matching;

import java.util.List;
import yui.tasks.TaskSummary;

/** A task that suits the resident, and why. */
public record Recommendation(
    TaskSummary task, double score, ShownParts parts, List<ShownReason> reasons) {}
