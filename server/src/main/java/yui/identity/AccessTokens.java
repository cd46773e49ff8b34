package yui.identity;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Vertx;
import io.vertx.ext.auth.authentication.TokenCredentials;
import io.vertx.ext.auth.jwt.JWTAuth;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import yui.core.Ids;
import yui.core.PersonId;
import yui.core.Refusal;
import yui.db.Database;
import yui.db.Tx;
import yui.vault.Vault;
import yui.web.Api;
import yui.web.Json;

/**
 * Access tokens: JWT (RFC 9068, RFC 8725) with one algorithm, one type and one spelling. Whatever
 * else comes is refused alike, before anybody looks at its claims.
 */
public final class AccessTokens {
  private static final Duration LIFE = Duration.ofMinutes(10);
  private static final String TYPE = "at+jwt";
  private static final Set<String> HEADER = Set.of("alg", "typ", "kid");
  private static final int LONGEST = 2_000;
  private static final long SKEW = 30;
  // Of P-256: for every signature (r, s) there is a twin (r, n - s); only the lower one is ours.
  private static final BigInteger ORDER =
      new BigInteger("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16);

  /** A token and when it ends. */
  record Signed(String token, Instant expiresAt) {}

  /** Whose token it is, and of which login. */
  record Claims(PersonId person, UUID login) {}

  private final SigningKeys keys;
  private final String issuer;
  private final String audience;
  private final InstantSource wallClock;

  /** Made on a virtual thread: the keys are read, or made, at once. */
  public AccessTokens(
      Vertx vertx, Database database, Vault vault, InstantSource wallClock, String origin) {
    this.wallClock = wallClock;
    this.issuer = origin;
    this.audience = origin + Api.BASE;
    this.keys = new SigningKeys(vertx, database, vault, wallClock, issuer, audience);
  }

  /** Learns of keys that another server or a hand has made or retired, and follows an old one. */
  public void look() {
    keys.look();
  }

  /** Keys in the file of another server that signs for the same database, and not in ours. */
  public Set<String> foreignKeys() {
    return keys.foreign();
  }

  /** For a job: seals the signing key under the newest key; in system scope. */
  public int reseal(Tx tx) {
    return keys.reseal(tx);
  }

  // The library writes typ JWT whatever it is told, so it verifies only.
  Signed sign(PersonId person, UUID login, Instant now) {
    SigningKeys.Signer key = keys.signer();
    Instant expiresAt = Instant.ofEpochSecond(now.plus(LIFE).getEpochSecond());
    String signed =
        encoded(Map.of("alg", SigningKeys.ALGORITHM, "typ", TYPE, "kid", key.id()))
            + "."
            + encoded(
                Map.of(
                    "iss",
                    issuer,
                    "aud",
                    audience,
                    "sub",
                    person.toString(),
                    "sid",
                    login.toString(),
                    "jti",
                    Ids.next().toString(),
                    "iat",
                    now.getEpochSecond(),
                    "exp",
                    expiresAt.getEpochSecond()));
    return new Signed(signed + "." + base64(signature(key, signed)), expiresAt);
  }

  private static byte[] signature(SigningKeys.Signer key, String signed) {
    try {
      Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
      signature.initSign(key.secret());
      signature.update(signed.getBytes(StandardCharsets.US_ASCII));
      return lower(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] lower(byte[] signature) {
    BigInteger s = new BigInteger(1, Arrays.copyOfRange(signature, 32, 64));
    if (!isUpper(s)) return signature;
    byte[] twin = ORDER.subtract(s).toByteArray();
    byte[] lowered = Arrays.copyOf(signature, 64);
    Arrays.fill(lowered, 32, 64, (byte) 0);
    int length = Math.min(twin.length, 32);
    System.arraycopy(twin, twin.length - length, lowered, 64 - length, length);
    return lowered;
  }

  private static boolean isUpper(BigInteger s) {
    return s.shiftLeft(1).compareTo(ORDER) > 0;
  }

  /** What a token says, before anybody knows whether it is ours. */
  record Presented(String key, JsonNode claims) {
    static Presented read(String token) {
      String[] parts = token.split("\\.", -1);
      if (token.length() > LONGEST || parts.length != 3) throw refused();
      JsonNode header = parsed(decoded(parts[0]));
      byte[] payload = decoded(parts[1]);
      byte[] signature = decoded(parts[2]);
      if (!header.isObject()
          || header.properties().stream().anyMatch(e -> !HEADER.contains(e.getKey()))
          || !isText(header, "alg", SigningKeys.ALGORITHM)
          || !isText(header, "typ", TYPE)
          || !header.path("kid").isTextual()
          || signature.length != 64
          || isUpper(new BigInteger(1, Arrays.copyOfRange(signature, 32, 64)))) {
        throw refused();
      }
      return new Presented(header.path("kid").asText(), parsed(payload));
    }
  }

  /** What a token of ours claims; anything else is refused. */
  Claims verify(String token) {
    Presented presented = Presented.read(token);
    JWTAuth verifier = keys.verifier(presented.key()).orElseThrow(AccessTokens::refused);
    Claims claims = claims(presented.claims());
    demandOurs(verifier, token);
    return claims;
  }

  private static boolean isText(JsonNode object, String name, String wanted) {
    return object.path(name).isTextual() && object.path(name).textValue().equals(wanted);
  }

  /** The signature is for the library to judge; nothing that it could stumble over reaches it. */
  private static void demandOurs(JWTAuth verifier, String token) {
    boolean ours =
        verifier
            .authenticate(new TokenCredentials(token))
            .map(user -> true)
            .otherwise(false)
            .await();
    if (!ours) throw refused();
  }

  private Claims claims(JsonNode claims) {
    if (!claims.isObject()
        || !claims.path("iss").isTextual()
        || !claims.path("iss").textValue().equals(issuer)
        || !claims.path("aud").isTextual()
        || !claims.path("aud").textValue().equals(audience)
        || claims.has("nbf")) {
      throw refused();
    }
    long now = wallClock.instant().getEpochSecond();
    long issuedAt = seconds(claims, "iat");
    long expiresAt = seconds(claims, "exp");
    // Another server's clock may be a little ahead.
    if (issuedAt > now + SKEW || expiresAt <= now || expiresAt > now + LIFE.toSeconds() + SKEW) {
      throw refused();
    }
    id(claims, "jti");
    return new Claims(new PersonId(id(claims, "sub")), id(claims, "sid"));
  }

  private static long seconds(JsonNode claims, String name) {
    JsonNode seconds = claims.path(name);
    if (!seconds.isIntegralNumber() || !seconds.canConvertToLong()) throw refused();
    return seconds.longValue();
  }

  private static UUID id(JsonNode claims, String name) {
    JsonNode text = claims.path(name);
    try {
      UUID id = UUID.fromString(text.asText());
      if (text.isTextual() && id.toString().equals(text.textValue())) return id;
    } catch (IllegalArgumentException e) {
      throw refused();
    }
    throw refused();
  }

  private static JsonNode parsed(byte[] json) {
    try {
      return Json.MAPPER.readTree(new String(json, StandardCharsets.UTF_8));
    } catch (JsonProcessingException
        | Refusal
        | NumberFormatException e) { // numbers beyond any use
      throw refused();
    }
  }

  /** The bytes, if this is their one spelling. */
  private static byte[] decoded(String part) {
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(part);
      if (!base64(bytes).equals(part)) throw refused();
      return bytes;
    } catch (IllegalArgumentException e) {
      throw refused();
    }
  }

  private static String encoded(Map<String, Object> json) {
    return base64(Json.write(json).getBytes(StandardCharsets.UTF_8));
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  static Refusal refused() {
    return Refusal.loginNeeded();
  }
}
