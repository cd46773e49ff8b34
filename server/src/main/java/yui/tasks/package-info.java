/**
 * Needs and tasks with their slots, thanks and history. Owns needs, tasks, slots, task_rewards and
 * task_events; answers the operations tagged {@code tasks} except searchTasks, cancelTask and
 * postponeTask, and the needs. Called by matching, applications, attendance and ledger's pages.
 */
@NullMarked
package yui.tasks;

import org.jspecify.annotations.NullMarked;
