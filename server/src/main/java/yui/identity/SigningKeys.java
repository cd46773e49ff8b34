package yui.identity;

import io.vertx.core.Vertx;
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
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import yui.core.Ids;
import yui.db.Database;
import yui.db.Scope;
import yui.db.Tx;

/**
 * The keys that access tokens are signed with, shared by all servers on one database. The newest
 * signs; one before it verifies until its last token has ended; one of 90 days is followed by a new
 * one.
 */
public final class SigningKeys {
  static final String ALGORITHM = "ES256";
  private static final Duration AGE = Duration.ofDays(90);
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(5);
  // Every server looks each minute; then ten minutes until the last token signed by it has ended.
  private static final Duration STILL_VERIFIES = Duration.ofMinutes(15);

  /** A key pair under its id. */
  record Key(String id, PrivateKey secret, JWTAuth verifier) {}

  private final Vertx vertx;
  private final Database database;
  private final InstantSource wallClock;
  private final JWTOptions expected;
  private volatile Map<String, Key> keys;
  private volatile Instant looked;

  /** Makes the first key where there is none. */
  SigningKeys(
      Vertx vertx, Database database, InstantSource wallClock, String issuer, String audience) {
    this.vertx = vertx;
    this.database = database;
    this.wallClock = wallClock;
    this.expected = new JWTOptions().setIssuer(issuer).addAudience(audience);
    this.looked = wallClock.instant();
    this.keys = database.write(Scope.ofSystem(), this::loadOrMake);
  }

  Key newest() {
    return keys.values().iterator().next();
  }

  /** The key of a token; another server may have made it since we looked. */
  Optional<Key> find(String id) {
    Key known = keys.get(id);
    Instant now = wallClock.instant();
    if (known != null || now.isBefore(looked.plus(BETWEEN_LOOKS)))
      return Optional.ofNullable(known);
    looked = now;
    keys = database.read(Scope.ofSystem(), this::load);
    return Optional.ofNullable(keys.get(id));
  }

  /** Reads the keys as they are now, and follows one that has grown old. */
  void look() {
    keys = database.write(Scope.ofSystem(), this::loadOrMake);
  }

  /** Makes a key that signs from now on; those before it verify a while and go; in system scope. */
  public static String rotate(Tx tx, Instant now) {
    tx.rows(LOCK, "signing keys");
    return make(tx, now).toString();
  }

  private static final String LOCK = "select pg_advisory_xact_lock(hashtextextended($1, 0))";

  private Map<String, Key> loadOrMake(Tx tx) {
    tx.rows(LOCK, "signing keys");
    Instant now = wallClock.instant();
    tx.change(FORGET, now);
    List<Row> rows = tx.rows(LOAD, now);
    if (rows.isEmpty()
        || rows.getFirst().getOffsetDateTime("created_at").toInstant().isBefore(now.minus(AGE))) {
      make(tx, now);
    }
    return load(tx);
  }

  private static final String FORGET = "delete from signing_keys where retired_at <= $1";
  private static final String LOAD =
      """
      select id, private_pem, public_pem, created_at
      from signing_keys where algorithm = 'ES256' and (retired_at is null or retired_at > $1)
      order by retired_at is not null, created_at desc, id desc
      """;

  private Map<String, Key> load(Tx tx) {
    Map<String, Key> loaded = new LinkedHashMap<>();
    for (Row row : tx.rows(LOAD, wallClock.instant())) {
      Key key = key(row.getUUID("id"), row.getString("private_pem"), row.getString("public_pem"));
      loaded.put(key.id(), key);
    }
    return loaded;
  }

  private Key key(UUID id, String privatePem, String publicPem) {
    try {
      byte[] der = Base64.getMimeDecoder().decode(privatePem.replaceAll("-----[A-Z ]+-----", ""));
      return new Key(
          id.toString(),
          KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(der)),
          JWTAuth.create(
              vertx,
              new JWTAuthOptions()
                  .addPubSecKey(new PubSecKeyOptions().setAlgorithm(ALGORITHM).setBuffer(publicPem))
                  .setJWTOptions(expected)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("unreadable signing key " + id, e);
    }
  }

  private static final String ADD =
      """
      insert into signing_keys (id, algorithm, private_pem, public_pem, created_at)
      values ($1, 'ES256', $2, $3, $4)
      """;

  private static final String RETIRE =
      "update signing_keys set retired_at = $2 where retired_at is null and id <> $1";

  private static UUID make(Tx tx, Instant now) {
    UUID id = Ids.next();
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      KeyPair pair = generator.generateKeyPair();
      tx.change(
          ADD,
          id,
          pem("PRIVATE KEY", pair.getPrivate().getEncoded()),
          pem("PUBLIC KEY", pair.getPublic().getEncoded()),
          now);
      tx.change(RETIRE, id, now.plus(STILL_VERIFIES));
      return id;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String pem(String name, byte[] der) {
    return "-----BEGIN "
        + name
        + "-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
        + "\n-----END "
        + name
        + "-----\n";
  }
}
