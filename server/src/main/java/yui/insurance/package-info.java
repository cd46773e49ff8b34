/**
 * Who is insured on which day: each slot's plan by the community's rule, the names for whoever
 * insures, and that they were sent.
 *
 * <p>Owns {@code insurance_lists}; reads {@code insured_names}. Answers listInsurance,
 * getInsuranceList and sendInsuranceList. The desk's home asks it what was not sent.
 */
@NullMarked
package yui.insurance;

import org.jspecify.annotations.NullMarked;
