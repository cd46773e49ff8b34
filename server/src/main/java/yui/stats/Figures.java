package yui.stats;

import java.time.YearMonth;
import java.util.List;
import java.util.UUID;

/**
 * A community's fiscal year in numbers.
 *
 * @param months April to March, those without anything too
 * @param total of the year; people who came in several months are one person here
 * @param groups who posted, those with most presences first
 * @param goods produce earned, by the ledger's unit
 */
record Figures(
    int year, List<Month> months, Counts total, List<OfGroup> groups, List<Goods> goods) {

  /**
   * @param tasks published and not called off
   * @param places offered, by the day of the slot; {@code taken} of them by somebody
   * @param people different persons who came, companions not counted
   * @param times presences, companions counted
   * @param firstTimers who came to this community for the first time
   * @param hours of all who came, rounded down
   * @param cashYen thanks earned, before tax; {@code travelYen} beside it, {@code meals} too
   * @param needs problems told; {@code solved}: those that became a task or were answered
   */
  record Counts(
      long tasks,
      long places,
      long taken,
      long applications,
      long people,
      long times,
      long firstTimers,
      long hours,
      long cashYen,
      long travelYen,
      long meals,
      long needs,
      long solved) {}

  record Month(YearMonth month, Counts counts) {}

  record OfGroup(UUID groupId, String name, long tasks, long people, long times) {}

  record Goods(String unit, long amount) {}
}
