package yui.matching;

import java.util.List;

/** How well somebody who applied suits the task: the score that ranks candidates, explained. */
public record Fit(double score, ShownParts parts, List<ShownReason> reasons) {}
