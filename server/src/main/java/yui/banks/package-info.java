/**
 * Where money goes: bank accounts of persons, the account a community pays from, and the file that
 * a bank takes.
 *
 * <p>Owns {@code bank_accounts}, {@code bank_profiles} and {@code bank_files}; answers
 * getBankAccount, putBankAccount, removeBankAccount, getPayeeBankAccount, putPayeeBankAccount,
 * getBankProfile and putBankProfile. Account numbers lie sealed in the database, their keys outside
 * of it; each look of somebody else is logged. Knows no feature: the ledger asks it for accounts
 * and hands it payments.
 */
@NullMarked
package yui.banks;

import org.jspecify.annotations.NullMarked;
