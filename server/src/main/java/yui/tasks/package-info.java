/**
 * Needs and tasks with their slots, thanks and history. Owns needs with their events, households
 * and releases, tasks, slots, task_rewards and task_events; answers the operations tagged {@code
 * tasks} except searchTasks, cancelTask and postponeTask, and the needs. Matching, applications,
 * attendance and the pages where people begin may call it.
 */
@NullMarked
package yui.tasks;

import org.jspecify.annotations.NullMarked;
