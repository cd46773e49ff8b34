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
 * signs; older ones still verify; one of 90 days is followed by a new one at the next start.
 */
final class SigningKeys {
  static final String ALGORITHM = "ES256";
  private static final Duration AGE = Duration.ofDays(90);
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(5);

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

  private static final String LOCK = "select pg_advisory_xact_lock(hashtextextended($1, 0))";

  private Map<String, Key> loadOrMake(Tx tx) {
    tx.rows(LOCK, "signing keys");
    List<Row> rows = tx.rows(LOAD);
    Instant now = wallClock.instant();
    if (rows.isEmpty()
        || rows.getFirst().getOffsetDateTime("created_at").toInstant().isBefore(now.minus(AGE))) {
      make(tx, now);
    }
    return load(tx);
  }

  private static final String LOAD =
      """
      select id, private_pem, public_pem, created_at
      from signing_keys where algorithm = 'ES256' and retired_at is null
      order by created_at desc, id desc
      """;

  private Map<String, Key> load(Tx tx) {
    Map<String, Key> loaded = new LinkedHashMap<>();
    for (Row row : tx.rows(LOAD)) {
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

  private static void make(Tx tx, Instant now) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      KeyPair pair = generator.generateKeyPair();
      tx.change(
          ADD,
          Ids.next(),
          pem("PRIVATE KEY", pair.getPrivate().getEncoded()),
          pem("PUBLIC KEY", pair.getPublic().getEncoded()),
          now);
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
