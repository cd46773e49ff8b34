package yui.banks;

import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import yui.core.Caller;
import yui.core.CommunityId;
import yui.core.FieldError;
import yui.core.Refusal;
import yui.db.Audit;
import yui.db.Tx;
import yui.vault.Sealing;
import yui.vault.Vault;

/** What the bank of each community wants, told by its official desk. */
final class BankProfiles {
  private final Vault vault;

  BankProfiles(Vault vault) {
    this.vault = vault;
  }

  Optional<BankProfile> get(Tx tx, Caller caller, CommunityId community) {
    mustSettle(caller, community);
    return find(tx, community);
  }

  private static final String PUT =
      """
      insert into bank_profiles (community_id, key_id, sealed, requester, line_breaks, end_mark,
          put_by, put_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8)
        on conflict (community_id) do update set key_id = excluded.key_id,
          sealed = excluded.sealed, requester = excluded.requester,
          line_breaks = excluded.line_breaks, end_mark = excluded.end_mark,
          put_by = excluded.put_by, put_at = excluded.put_at
      """;

  BankProfile put(Tx tx, Caller caller, CommunityId community, BankProfile profile) {
    mustSettle(caller, community);
    List<FieldError> errors = profile.errors(BankBook.all());
    if (!errors.isEmpty()) throw Refusal.invalid(errors);
    Vault.Sealed sealed = seal(community, profile.account());
    tx.change(
        PUT,
        community.value(),
        sealed.key(),
        Buffer.buffer(sealed.bytes()),
        profile.requester(),
        profile.lineBreaks(),
        profile.endMark(),
        caller.known().value(),
        tx.now());
    Audit.write(tx, caller.known(), community, "bank_profile_put", Map.of());
    return find(tx, community).orElseThrow();
  }

  private static final String ONE =
      """
      select community_id, key_id, sealed, requester, line_breaks, end_mark
        from bank_profiles where community_id = $1
      """;

  /** For whoever has asked whether the caller may settle. */
  Optional<BankProfile> find(Tx tx, CommunityId community) {
    return tx.row(ONE, community.value()).map(this::open);
  }

  private Vault.Sealed seal(CommunityId community, BankAccount account) {
    return vault.seal(account.sealed().getBytes(StandardCharsets.UTF_8), community.toString());
  }

  private BankProfile open(Row row) {
    Vault.Sealed sealed = Sealing.sealed(row);
    byte[] plain = vault.open(sealed, row.getUUID("community_id").toString());
    return new BankProfile(
        row.getString("requester"),
        BankAccount.unsealed(new String(plain, StandardCharsets.UTF_8)),
        row.getBoolean("line_breaks"),
        row.getBoolean("end_mark"));
  }

  private static void mustSettle(Caller caller, CommunityId community) {
    if (!caller.settles(community)) {
      throw caller.isStaffOf(community) ? Refusal.forbidden("forbidden") : Refusal.notFound();
    }
    caller.demandProof();
  }
}
