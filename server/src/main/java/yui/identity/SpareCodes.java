package yui.identity;

import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Stream;
import yui.core.FieldError;
import yui.core.PersonId;
import yui.core.Refusal;
import yui.db.Tx;

/** Ten codes on paper, each good once, for the day when the device is lost; kept as digests. */
final class SpareCodes {
  static final int MANY = 10;

  private SpareCodes() {}

  /** Codes nobody has yet; they are good once their person says that they are kept. */
  static List<String> drawn() {
    return Stream.generate(PaperCodes::drawn).limit(MANY).toList();
  }

  private static final String PUT =
      "insert into recovery_codes (person_id, code_hash, made_at) values ($1, $2, $3)";

  /** Keeps these in the place of those before. */
  static void put(Tx tx, PersonId person, List<String> codes, Instant now) {
    List<String> folded = codes.stream().map(PaperCodes::folded).toList();
    if (folded.size() != MANY
        || new HashSet<>(folded).size() != MANY
        || !folded.stream().allMatch(PaperCodes::isOne)) {
      throw Refusal.invalid(List.of(new FieldError("/codes", "pattern")));
    }
    remove(tx, person);
    for (String code : folded) tx.change(PUT, person.value(), digest(person, code), now);
  }

  private static final String REMOVE = "delete from recovery_codes where person_id = $1";

  static void remove(Tx tx, PersonId person) {
    tx.change(REMOVE, person.value());
  }

  private static final String USE =
      """
      update recovery_codes set used_at = $3
      where person_id = $1 and code_hash = $2 and used_at is null
      """;

  /** Whether this is one of theirs that was never used. */
  static boolean use(Tx tx, PersonId person, String typed, Instant now) {
    String code = PaperCodes.folded(typed);
    return PaperCodes.isOne(code) && tx.change(USE, person.value(), digest(person, code), now) == 1;
  }

  private static Buffer digest(PersonId person, String code) {
    return Buffer.buffer(Secrets.digest(person.toString(), code));
  }
}
