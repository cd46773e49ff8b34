/**
 * Matching: the best residents for a task, the best tasks for a resident, and the search over
 * tasks. Knows no database, no HTTP and no clock; everything comes in as rows and instants,
 * everything leaves as ids, scores and reasons.
 *
 * <h2>A tour</h2>
 *
 * <p>{@link yui.engine.MatchEngine} is the door. Behind it stand two Lucene indexes, {@code
 * Residents} and {@code Tasks}, each on a {@code Shelf}: directory, writer, what queries see of it.
 * They are parted because their documents are sorted differently and change at different times;
 * residents are committed first, so that the tasks' position is where replay begins. {@link
 * yui.engine.IndexHome} swaps a whole engine for one that was built beside it.
 *
 * <p><b>One score.</b> {@code Score} weighs one {@code TaskSide} and one {@code ResidentSide}:
 * filters, parts, reasons. It ranks, and it explains; nothing else decides. All the rest of this
 * package exists so that few pairs have to be scored, and no pair that belongs among the best is
 * left out: every bound is too high rather than too low, and {@code BestFirst.EPSILON} covers what
 * floating point does to sums in another order.
 *
 * <p><b>Residents for a task</b> ({@code ResidentRanking}). Each tool takes off what the ones after
 * it would be too slow for:
 *
 * <ol>
 *   <li>{@code ResidentDocuments} writes a document for each cell a resident can start from. The
 *       index is sorted by how far they go ({@code Reach}), then by cell in {@code Morton} order,
 *       so that neighbours in the index are neighbours on the map who go equally far.
 *   <li>{@code Windows} keeps a box for each 1,024 documents. The distance to the box bounds
 *       everybody's in it; a box farther away than its class goes falls out.
 *   <li>{@code BestFirst} visits the windows of all segments by their bounds ({@code Frontier}) and
 *       ends when none that is left can beat the k-th found.
 *   <li>{@code Wanted} tells the task in tokens ({@code Spelling}): which are filters and what each
 *       other adds to the score. In a window, {@code TokenDocs} answers for 64 documents at a time;
 *       {@code Sums} adds up what each of them lacks, and who lacks more than the window's bound
 *       has to spare is dropped unseen. Skill and schedule are exact from the bits alone;
 *       reliability is a byte and the place an int a document ({@code ResidentSegment}).
 *   <li>Only who may still be among the best has a row read ({@code Rows}). It tells what no token
 *       tells: id, exact limit, stays, ends of licences.
 *   <li>{@code Best} keeps the k best, each resident once, however many documents they have.
 * </ol>
 *
 * <p><b>Tasks for a resident</b> ({@code TaskRanking}) is the same in reverse. Weights differ from
 * task to task, so the index is sorted by how much distance weighs and a window is bounded by the
 * least that is known to be lost. That a task requires nothing which is not held cannot be asked
 * token by token; it is counted in bits, and compared with how much the task requires. What it
 * needs and asks for stands in three numbers a task ({@code TaskColumns}), compared with the
 * resident's {@code Offer}.
 *
 * <p><b>What changes.</b> A segment never does: {@code Segments} derives windows and columns once a
 * segment, {@code TokenCache} keeps the bitmaps of stretches that were looked into, up to a bound
 * of bytes, and deletions are looked up last. So a refresh costs what is new. Half-days are
 * numbered absolutely, and no night rewrites the index.
 *
 * <p><b>Words</b>: {@code Japanese}, {@code Words} and {@code Synonyms} make the query of what
 * people type, {@code Filters} the rest of it, {@code Finding} and {@code Counting} the page and
 * its facets. <b>Many tasks at once</b>: {@link yui.engine.Proposal}.
 *
 * <h2>Opening</h2>
 *
 * <p>{@link yui.engine.Memory} bounds the cache of bitmaps and the buffer of the writers. Beside
 * them an engine holds about five bytes a resident's document and 28 a task. Indexes are read
 * through the page cache, which should hold them whole. There are no other settings: merging
 * prefers few large segments, because a query pays for each.
 */
@NullMarked
package yui.engine;

import org.jspecify.annotations.NullMarked;
