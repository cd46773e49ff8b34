package yui.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LedgerTest {
  private final Table town = new Table(Books.open());

  @BeforeEach
  void furnish() {
    town.fund("okugawa");
  }

  @AfterEach
  void booksAgree() {
    assertEquals(List.of(), town.findings());
  }

  @Test
  void promise_earnedCorrectedAndPaid_leavesOwedAtZero() {
    town.ledger(
        """
        # code     from           to             unit   amount  expect
        promise    fund:okugawa   owed:mika      JPY    3000    pending
        promise    fund:okugawa   owed:mika      JPY    3000    exists
        promise    fund:okugawa   owed:mika      JPY    4000    exists_with_different_amount
        earn       fund:okugawa   owed:mika      JPY    3000    posted
        earn       fund:okugawa   owed:mika      JPY    3000    exists
        correct    owed:mika      fund:okugawa   JPY    500     posted
        pay        owed:mika      given:mika     JPY    2500    posted
        """);
    town.balance("fund:okugawa", "JPY", 0, -2500);
    town.balance("owed:mika", "JPY", 0, 0);
    town.balance("given:mika", "JPY", 0, 2500);
  }

  @Test
  void post_lessThanPromised_givesTheRestBack() {
    town.ledger(
        """
        promise    fund:okugawa   owed:mika      RICE_G 2000    pending
        earn       fund:okugawa   owed:mika      RICE_G 2001    exceeds_pending
        earn       fund:okugawa   owed:mika      RICE_G 1500    posted
        earn       fund:okugawa   owed:mika      RICE_G 500     pending_already_posted  again
        void       fund:okugawa   owed:mika      RICE_G 0       pending_already_posted
        """);
    town.balance("fund:okugawa", "RICE_G", 0, -1500);
    town.balance("owed:mika", "RICE_G", 0, 1500);
  }

  @Test
  void void_pending_leavesNothing() {
    town.ledger(
        """
        promise    group:farm     owed:mika      MEAL   2       pending
        void       group:farm     owed:mika      MEAL   0       voided
        void       group:farm     owed:mika      MEAL   0       exists
        earn       group:farm     owed:mika      MEAL   2       pending_already_voided
        void       group:farm     owed:mika      MEAL   0       pending_already_voided  again
        earn       group:farm     owed:ken       MEAL   2       pending_not_found
        """);
    town.balance("group:farm", "MEAL", 0, 0);
  }

  @Test
  void handOver_moreThanOwed_isRefused() {
    town.ledger(
        """
        gift       fund:okugawa   owed:mika      JPY    3000    posted
        hand_over  owed:mika      given:mika     JPY    3001    exceeds_balance
        hand_over  owed:mika      given:mika     JPY    2000    posted
        withhold   owed:mika      withheld:      JPY    1001    exceeds_balance
        withhold   owed:mika      withheld:      JPY    1000    posted
        return     given:mika     owed:mika      JPY    2001    exceeds_balance
        return     given:mika     owed:mika      JPY    2000    posted
        """);
    town.balance("owed:mika", "JPY", 0, 2000);
  }

  @Test
  void correct_afterPaying_leavesADebtThatNothingIsPaidFrom() {
    town.ledger(
        """
        gift       fund:okugawa   owed:mika      JPY    3000    posted
        pay        owed:mika      given:mika     JPY    3000    posted
        correct    owed:mika      fund:okugawa   JPY    500     posted
        gift       fund:okugawa   owed:mika      JPY    600     posted  second
        pay        owed:mika      given:mika     JPY    101     exceeds_balance  second
        pay        owed:mika      given:mika     JPY    100     posted  third
        """);
  }

  @Test
  void promise_beyondTheHardLimit_isRefusedUntilSomethingIsVoid() {
    town.fund("small", "'JPY', 10000, 8000, null, null");
    town.ledger(
        """
        promise    fund:small     owed:mika      JPY    6000    pending
        promise    fund:small     owed:ken       JPY    4001    fund_exhausted
        promise    fund:small     owed:ken       JPY    4000    pending+fund_soft_limit_passed
        promise    fund:small     owed:jun       JPY    1       fund_exhausted
        earn       fund:small     owed:mika      JPY    1000    posted
        promise    fund:small     owed:jun       JPY    5000    pending+fund_soft_limit_passed
        void       fund:small     owed:jun       JPY    0       voided
        correct    owed:mika      fund:small     JPY    1000    posted
        promise    fund:small     owed:eri       JPY    6001    fund_exhausted
        promise    fund:small     owed:eri       JPY    6000    pending+fund_soft_limit_passed
        """);
  }

  @Test
  void post_malformed_isRefusedInAFixedOrder() {
    town.fund("yen", "'JPY', null, null, '2027-04-01', '2028-03-31'");
    town.ledger(
        """
        gift       fund:okugawa   owed:mika      JPY    0                  amount_must_be_positive
        gift       fund:okugawa   owed:mika      JPY    -5                 amount_must_be_positive
        gift       fund:okugawa   owed:mika      JPY    1000000000000001   amount_too_large
        gift       fund:okugawa   owed:mika      COWS   1                  unit_not_found
        gift       fund:nowhere   owed:mika      JPY    1                  fund_not_found
        return     owed:mika      owed:mika      JPY    1                  accounts_must_differ
        gift       fund:yen       owed:mika      MEAL   1                  fund_has_another_unit
        gift       fund:yen       owed:mika      JPY    1                  fund_not_valid
        """);
  }

  @Test
  void repeat_withOtherContents_namesWhatDiffers() {
    town.ledger(
        """
        gift       fund:okugawa   owed:mika      JPY    100     posted                         one
        correct    fund:okugawa   owed:mika      JPY    100     exists_with_different_code     one
        promise    fund:okugawa   owed:mika      JPY    100     exists_with_different_kind     one
        """);
  }
}
