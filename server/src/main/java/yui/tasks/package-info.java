/**
 * Needs and tasks with their slots, thanks and history. Owns needs with their events, households
 * and releases, tasks, slots, task_rewards, task_events, task_sheets, sheet_answers, weather_holds
 * and what work is planned from; answers the operations tagged {@code tasks} except searchTasks,
 * cancelTask and postponeTask, and the needs. Matching, applications, attendance and the pages
 * where people begin may call it.
 */
@NullMarked
package yui.tasks;

import org.jspecify.annotations.NullMarked;
