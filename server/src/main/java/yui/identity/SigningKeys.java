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
import java.util.Set;
import java.util.TreeSet;
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
 * lie sealed; a server whose file of keys is another signs with a key of its own, which all verify.
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

  // Every server says once a minute that it signs; one that is silent so long does no more.
  private static final Duration BETWEEN_SIGNS = Duration.ofMinutes(1);
  private static final Duration SILENT = Duration.ofMinutes(10);

  /** A private half under its key's id. */
  record Signer(String id, PrivateKey secret) {}

  /**
   * What a look at the table found: who signs, by id who verifies, and what others' keys are sealed
   * under that cannot be opened here.
   */
  private record Known(Signer signer, Map<String, JWTAuth> verifiers, Set<String> foreign) {}

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
    this.known = told(database.write(Scope.ofSystem(), this::loadOrMake), Set.of());
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
    known = told(database.write(Scope.ofSystem(), this::loadOrMake), known.foreign());
  }

  /** Keys in the file of another server that signs for the same database, and not in ours. */
  Set<String> foreign() {
    return known.foreign();
  }

  private static Known told(Known now, Set<String> before) {
    if (!now.foreign().equals(before) && !now.foreign().isEmpty()) {
      LOG.warn(
          "another server seals under the key {}, which is not in our file: give all servers the"
              + " same file of keys",
          String.join(", ", now.foreign()));
    }
    return now;
  }

  /** Makes a key that signs from now on; those before it verify a while and go; in system scope. */
  public static String rotate(Tx tx, Vault vault, Instant now) {
    tx.rows(LOCK, "signing keys");
    UUID id = make(tx, vault, now);
    tx.change(RETIRE, id, now.plus(KNOWN_EVERYWHERE).plus(STILL_VERIFIES));
    return id.toString();
  }

  private static final String LOCK = "select pg_advisory_xact_lock(hashtextextended($1, 0))";

  private static final String FORGET = "delete from signing_keys where retired_at <= $1";
  private static final String LOAD =
      """
      select id, public_pem, created_at, retired_at, key_id, sealed
      from signing_keys where algorithm = 'ES256' and (retired_at is null or retired_at > $1)
      order by retired_at is not null, created_at desc, id desc
      """;

  private Known loadOrMake(Tx tx) {
    tx.rows(LOCK, "signing keys");
    Instant now = wallClock.instant();
    tx.change(FORGET, now);
    String[] ours = ours(tx);
    tx.change(RETIRE_SILENT, ours, now.minus(SILENT), now.plus(STILL_VERIFIES));
    List<Row> rows = tx.rows(LOAD, now);
    if (newest(rows).filter(row -> isYoung(row, now)).isEmpty()) {
      UUID id = make(tx, vault, now);
      tx.change(RETIRE_OURS, id, now.plus(KNOWN_EVERYWHERE).plus(STILL_VERIFIES), ours);
      ours = ours(tx);
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
    tx.change(SIGN_NO_MORE, made(signing), ours);
    tx.change(SIGNS, ours, now, now.minus(BETWEEN_SIGNS));
    Set<String> foreign = new TreeSet<>();
    for (Row row : rows) {
      if (isOpen(row) && !signs(row) && row.getString("key_id") != null) {
        foreign.add(row.getString("key_id"));
      }
    }
    return new Known(signer(signing), Map.copyOf(verifiers), Set.copyOf(foreign));
  }

  private static final String SEALED_UNDER =
      "select distinct key_id from signing_keys where key_id is not null";

  /** Of the keys that private halves are sealed under, those in our file. */
  private String[] ours(Tx tx) {
    return tx.list(SEALED_UNDER, row -> row.getString("key_id")).stream()
        .filter(vault::opens)
        .toArray(String[]::new);
  }

  /** The newest that is not retired and that this server can sign with. */
  private Optional<Row> newest(List<Row> rows) {
    return rows.stream().filter(row -> isOpen(row) && signs(row)).findFirst();
  }

  private static boolean isOpen(Row row) {
    return row.getOffsetDateTime("retired_at") == null;
  }

  // Whoever lost the file of keys lost its private halves: nobody signs with them any more.
  private static final String RETIRE_SILENT =
      """
      update signing_keys set key_id = null, sealed = null, retired_at = coalesce(retired_at, $3)
      where sealed is not null and key_id <> all ($1) and seen_at < $2
      """;
  private static final String SIGNS =
      """
      update signing_keys set seen_at = $2
      where key_id = any ($1) and retired_at is null and seen_at < $3
      """;
  private static final String SIGN_NO_MORE =
      """
      update signing_keys set key_id = null, sealed = null
      where created_at < $1 and sealed is not null and key_id = any ($2)
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
    return vault.opens(row.getString("key_id"));
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
      insert into signing_keys (id, algorithm, public_pem, key_id, sealed, created_at, seen_at)
      values ($1, 'ES256', $2, $3, $4, $5, $5)
      """;
  private static final String RETIRE =
      "update signing_keys set retired_at = $2 where retired_at is null and id <> $1";
  private static final String RETIRE_OURS =
      """
      update signing_keys set retired_at = $2
      where retired_at is null and id <> $1 and (key_id is null or key_id = any ($3))
      """;

  private static UUID make(Tx tx, Vault vault, Instant now) {
    UUID id = Ids.next();
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      KeyPair pair = generator.generateKeyPair();
      Vault.Sealed sealed = vault.seal(pair.getPrivate().getEncoded(), id.toString());
      tx.change(ADD, id, pem(pair.getPublic()), sealed.key(), Buffer.buffer(sealed.bytes()), now);
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
