/**
 * Meals and produce: pledges, what somebody cannot eat, something else with consent, produce that
 * does not keep, what a sponsor gave.
 *
 * <p>Owns {@code pledges}, {@code pledge_lines}, {@code substitutions}, {@code produce_notices},
 * {@code food_needs} and {@code party_food_needs}; shows the other rooms {@code pledge_stocks},
 * {@code ledger_pick_ups} and {@code ledger_substitutions}. Answers the operations about these.
 * What is owed and given stands in the ledger alone: a pledge is what somebody says is there, and
 * promises are compared with it, never held to it.
 */
@NullMarked
package yui.goods;

import org.jspecify.annotations.NullMarked;
