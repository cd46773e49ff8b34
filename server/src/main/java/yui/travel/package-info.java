/**
 * Travel money by receipts: what people claim for one or several tasks of a stay, and what the desk
 * bought for them.
 *
 * <p>Owns {@code travel_claims}, {@code travel_claim_parts}, {@code travel_receipts} and {@code
 * travel_purchases}; answers the operations about claims, receipts and purchases. The ledger does
 * not lapse a promise while its claim waits. A claim is decided by the official desk alone;
 * receipts are seen by whoever claims, that desk and the auditor.
 */
@NullMarked
package yui.travel;

import org.jspecify.annotations.NullMarked;
