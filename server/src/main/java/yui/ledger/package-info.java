/**
 * Units, accounts, transfers, funds, settlements, hand-overs, vouchers, closed months, the journal.
 *
 * <p>Owns the tables of {@code V4__ledger.sql}, {@code settlement_holds}, {@code
 * settlement_returns}, {@code settlement_decisions}, {@code year_lists}, {@code ledger_periods},
 * {@code fund_decisions} and {@code ledger_vouchers}; answers the operations about lines, balances,
 * the journal, funds, produce, settlements and their papers, years, months, vouchers and
 * hand-overs. Knows no feature: whoever calls says why ({@link yui.ledger.Code}) and about what
 * ({@link yui.ledger.About}); an application is an opaque id here. The verbs of {@link
 * yui.ledger.Ledger} are for other rooms, which have checked who may; the verbs of settlements,
 * hand-overs, vouchers and funds take the caller and check for themselves.
 */
@NullMarked
package yui.ledger;

import org.jspecify.annotations.NullMarked;
