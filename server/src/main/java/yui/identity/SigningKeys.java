package yui.identity;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.PubSecKeyOptions;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import io.vertx.sqlclient.Row;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import yui.core.Ids;
import yui.db.Database;
import yui.db.Scope;
import yui.db.Tx;
import yui.vault.Sealing;
import yui.vault.Vault;

/**
 * The keys that access tokens are signed with, shared by all servers on one database. A new one
 * signs once every server knows it; of one before it only the public half is kept then, which
 * verifies until its last token has ended; one of 90 days is followed by a new one. Private halves
 * lie sealed.
 */
public final class SigningKeys {
  private static final Logger LOG = LoggerFactory.getLogger(SigningKeys.class);
  static final String ALGORITHM = "ES256";
  private static final Duration AGE = Duration.ofDays(90);
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(5);
  // Every server looks each ten seconds, and until then the key before it signs.
  private static final Duration KNOWN_EVERYWHERE = Duration.ofSeconds(30);
  // Then ten minutes until the last token signed by it has ended.
  private static final Duration STILL_VERIFIES = Duration.ofMinutes(15);

  /** A private half under its key's id. */
  record Signer(String id, PrivateKey secret) {}

  /** What a look at the table found: who signs, and by id who verifies. */
  private record Known(Signer signer, Map<String, JWTAuth> verifiers) {}

  private final Vertx vertx;
  private final Database database;
  private final Vault vault;
  private final InstantSource wallClock;
  private final JWTOptions expected;
  private volatile Known known;
  private volatile Instant looked;

  /** Makes the first key where there is none. */
  SigningKeys(
      Vertx vertx,
      Database database,
      Vault vault,
      InstantSource wallClock,
      String issuer,
      String audience) {
    this.vertx = vertx;
    this.database = database;
    this.vault = vault;
    this.wallClock = wallClock;
    this.expected = new JWTOptions().setIssuer(issuer).addAudience(audience);
    this.looked = wallClock.instant();
    this.known = database.write(Scope.ofSystem(), this::loadOrMake);
  }

  Signer signer() {
    return known.signer();
  }

  /** Who verifies a token's key; another server may have made it since we looked. */
  Optional<JWTAuth> verifier(String id) {
    JWTAuth verifier = known.verifiers().get(id);
    Instant now = wallClock.instant();
    if (verifier != null || now.isBefore(looked.plus(BETWEEN_LOOKS))) {
      return Optional.ofNullable(verifier);
    }
    looked = now;
    look();
    return Optional.ofNullable(known.verifiers().get(id));
  }

  /** Reads the keys as they are now, and follows one that has grown old or opens no longer. */
  void look() {
    known = database.write(Scope.ofSystem(), this::loadOrMake);
  }

  /** Makes a key that signs from now on; those before it verify a while and go; in system scope. */
  public static String rotate(Tx tx, Vault vault, Instant now) {
    tx.rows(LOCK, "signing keys");
    return make(tx, vault, now).toString();
  }

  private static final String LOCK = "select pg_advisory_xact_lock(hashtextextended($1, 0))";

  private static final String FORGET = "delete from signing_keys where retired_at <= $1";
  private static final String LOAD =
      """
      select id, public_pem, created_at, key_id, sealed
      from signing_keys where algorithm = 'ES256' and (retired_at is null or retired_at > $1)
      order by retired_at is not null, created_at desc, id desc
      """;

  private Known loadOrMake(Tx tx) {
    tx.rows(LOCK, "signing keys");
    Instant now = wallClock.instant();
    tx.change(FORGET, now);
    List<Row> rows = tx.rows(LOAD, now);
    if (rows.isEmpty() || !isYoung(rows.getFirst(), now) || !signs(rows.getFirst())) {
      make(tx, vault, now);
      rows = tx.rows(LOAD, now);
    }
    Map<String, JWTAuth> verifiers = new HashMap<>();
    for (Row row : rows) {
      verifiers.put(row.getUUID("id").toString(), library(row.getString("public_pem")));
    }
    List<Row> able = rows.stream().filter(this::signs).toList();
    Row signing =
        able.stream()
            .filter(row -> !made(row).isAfter(now.minus(KNOWN_EVERYWHERE)))
            .findFirst()
            .orElse(able.getLast());
    tx.change(SIGN_NO_MORE, made(signing));
    return new Known(signer(signing), Map.copyOf(verifiers));
  }

  private static final String SIGN_NO_MORE =
      """
      update signing_keys set key_id = null, sealed = null
      where created_at < $1 and sealed is not null
      """;

  private static Instant made(Row row) {
    return row.getOffsetDateTime("created_at").toInstant();
  }

  private static boolean isYoung(Row row, Instant now) {
    return made(row).isAfter(now.minus(AGE));
  }

  /** Whether its private half is there and can be opened. */
  private boolean signs(Row row) {
    if (row.getBuffer("sealed") == null) return false;
    if (vault.opens(row.getString("key_id"))) return true;
    LOG.warn("the key {} is missing: another key signs access tokens", row.getString("key_id"));
    return false;
  }

  private Signer signer(Row row) {
    String id = row.getUUID("id").toString();
    try {
      byte[] der = vault.open(Sealing.sealed(row), id);
      return new Signer(
          id, KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(der)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("unreadable signing key " + id, e);
    }
  }

  private JWTAuth library(String publicPem) {
    return JWTAuth.create(
        vertx,
        new JWTAuthOptions()
            .addPubSecKey(new PubSecKeyOptions().setAlgorithm(ALGORITHM).setBuffer(publicPem))
            .setJWTOptions(expected));
  }

  private static final Sealing.Place PLACE = new Sealing.Place("signing_keys", "id");

  /** For a job: seals under the newest key what an older one sealed; in system scope. */
  int reseal(Tx tx) {
    return new Sealing(vault, PLACE).renew(tx);
  }

  private static final String ADD =
      """
      insert into signing_keys (id, algorithm, public_pem, key_id, sealed, created_at)
      values ($1, 'ES256', $2, $3, $4, $5)
      """;

  private static final String RETIRE =
      """
      update signing_keys set retired_at = $2 where retired_at is null and id <> $1
      """;

  private static UUID make(Tx tx, Vault vault, Instant now) {
    UUID id = Ids.next();
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      KeyPair pair = generator.generateKeyPair();
      Vault.Sealed sealed = vault.seal(pair.getPrivate().getEncoded(), id.toString());
      tx.change(ADD, id, pem(pair.getPublic()), sealed.key(), Buffer.buffer(sealed.bytes()), now);
      tx.change(RETIRE, id, now.plus(KNOWN_EVERYWHERE).plus(STILL_VERIFIES));
      return id;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String pem(PublicKey key) {
    return "-----BEGIN PUBLIC KEY-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.getEncoded())
        + "\n-----END PUBLIC KEY-----\n";
  }
}
