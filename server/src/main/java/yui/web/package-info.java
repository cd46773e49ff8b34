/**
 * The two doors: the contract's router for programs, the pages' router for people; who is asking,
 * what was sent, and one exit for every refusal and fault. Owns idempotency_keys, request_counts
 * and errands; knows no feature.
 */
@NullMarked
package yui.web;

import org.jspecify.annotations.NullMarked;
