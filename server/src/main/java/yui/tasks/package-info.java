/**
 * Needs and tasks with their slots, thanks and history. Owns needs with their events, households
 * and releases, tasks, slots, task_rewards, task_events, task_care, task_sheets, sheet_answers,
 * weather_holds, task_templates, task_series, work_days, walk_ins and what somebody is still
 * writing; answers the operations tagged {@code tasks} except searchTasks, cancelTask,
 * postponeTask, holdForWeather and decideWeather, those about needs, and {@code /me/unfinished}.
 * Matching, applications, attendance and the pages where people begin may call it.
 */
@NullMarked
package yui.tasks;

import org.jspecify.annotations.NullMarked;
