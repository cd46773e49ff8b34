/**
 * The two doors: the contract's router for programs, the pages' router for people; who is asking,
 * what was sent, and one exit for every refusal and fault. Owns idempotency_keys and
 * request_counts; knows no feature.
 */
@NullMarked
package yui.web;

import org.jspecify.annotations.NullMarked;
