package yui.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import yui.Town;
import yui.Visitor;
import yui.vault.Vault;
import yui.web.Json;

/** Every forgery is signed with the server's own key, so that nothing but the forgery is wrong. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TokensTest {
  private static final BigInteger ORDER =
      new BigInteger("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16);

  private Town town;
  private String token = "";
  private String publicPem = "";
  private PrivateKey key;

  @BeforeAll
  void open() throws Exception {
    town = Town.open();
    String challenge =
        town.stranger()
            .post("/login/codes", Map.of("email", "mika@tokyo.example"))
            .is(202)
            .body()
            .path("challenge")
            .asText();
    Map<String, String> entry =
        Map.of("challenge", challenge, "code", town.code("mika@tokyo.example"));
    token =
        town.stranger().post("/login/tokens", entry).is(200).body().path("accessToken").asText();
    try (Connection db = town.superuser();
        Statement sql = db.createStatement();
        ResultSet row =
            sql.executeQuery("select id, key_id, sealed, public_pem from signing_keys")) {
      row.next();
      Vault.Sealed sealed = new Vault.Sealed(row.getString(2), row.getBytes(3));
      byte[] der = Vault.at(town.bankKeys()).open(sealed, row.getString(1));
      key = KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(der));
      publicPem = row.getString(4);
    }
  }

  @AfterAll
  void close() {
    town.close();
  }

  private Visitor.Reply me(String bearer) throws Exception {
    return town.stranger().with("Authorization", "Bearer " + bearer).get("/me");
  }

  private ObjectNode part(int index) throws Exception {
    return (ObjectNode)
        Json.MAPPER.readTree(Base64.getUrlDecoder().decode(token.split("\\.")[index]));
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static String signed(JsonNode header, JsonNode claims, PrivateKey key) throws Exception {
    String text =
        base64(header.toString().getBytes(StandardCharsets.UTF_8))
            + "."
            + base64(claims.toString().getBytes(StandardCharsets.UTF_8));
    return text + "." + base64(signature(text, key));
  }

  private static byte[] signature(String text, PrivateKey key) throws Exception {
    Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
    byte[] made;
    do {
      signature.initSign(key);
      signature.update(text.getBytes(StandardCharsets.US_ASCII));
      made = signature.sign();
    } while (s(made).shiftLeft(1).compareTo(ORDER) > 0);
    return made;
  }

  private static BigInteger s(byte[] signature) {
    return new BigInteger(1, Arrays.copyOfRange(signature, 32, 64));
  }

  @Test
  void token_untouched_isItsPersons() throws Exception {
    assertEquals("mika@tokyo.example", me(token).is(200).body().path("email").asText());
    assertEquals("at+jwt", part(0).path("typ").asText());
    assertEquals("ES256", part(0).path("alg").asText());
    me(signed(part(0), part(1), key)).is(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "typ=JWT",
        "typ=",
        "alg=none",
        "alg=HS256",
        "alg=ES384",
        "kid=",
        "kid=unknown",
        "crit=exp",
        "b64=false",
        "jwk=x",
        "jku=https://evil.example",
        "x5c=x",
        "cty=JWT"
      })
  void token_headerOtherwise_isRefused(String change) throws Exception {
    String[] parts = change.split("=", 2);
    ObjectNode header = part(0);
    if (parts[1].isEmpty()) header.remove(parts[0]);
    else header.put(parts[0], parts[1]);
    me(signed(header, part(1), key)).refuses(401, "login_needed");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "iss=https://evil.example",
        "iss=",
        "aud=https://evil.example",
        "aud=",
        "exp=1",
        "exp=",
        "iat=",
        "jti=",
        "jti=x",
        "sub=",
        "sub=x",
        "sid=",
        "sid=x"
      })
  void token_claimsOtherwise_areRefused(String change) throws Exception {
    String[] parts = change.split("=", 2);
    ObjectNode claims = part(1);
    if (parts[1].isEmpty()) claims.remove(parts[0]);
    else if (parts[0].equals("exp")) claims.put(parts[0], Long.parseLong(parts[1]));
    else claims.put(parts[0], parts[1]);
    me(signed(part(0), claims, key)).refuses(401, "login_needed");
  }

  /** The claims as they are, with one written as this JSON instead. */
  private String with(int part, String name, String json) throws Exception {
    ObjectNode claims = part(part);
    claims.remove(name);
    String rest = claims.toString();
    return "{\"" + name + "\":" + json + "," + rest.substring(1);
  }

  private String signedAsWritten(String header, String claims) throws Exception {
    String text =
        base64(header.getBytes(StandardCharsets.UTF_8))
            + "."
            + base64(claims.getBytes(StandardCharsets.UTF_8));
    return text + "." + base64(signature(text, key));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "exp=\"4102444800\"",
        "exp=1e30",
        "exp=4102444800",
        "exp=99999999999999999999999",
        "exp=9223372036854775807",
        "exp=-1",
        "exp=1.5e9",
        "exp=null",
        "exp=true",
        "exp=[4102444800]",
        "exp={}",
        "iat=\"1\"",
        "iat=4102444800",
        "iat=1e400",
        "nbf=4102444800",
        "nbf=\"x\"",
        "nbf=1e30",
        "aud=[]",
        "aud=[\"https://evil.example\"]",
        "aud=null",
        "aud=7",
        "iss=[]",
        "iss={}",
        "iss=null",
        "sub=7",
        "sub=null",
        "sub=[]",
        "sub=\"1-1-1-1-1\"",
        "sid=\"1-1-1-1-1\"",
        "jti=7",
        "jti=\"1-1-1-1-1\"",
        "jti=null"
      })
  void token_claimsOfAnotherShape_areRefused(String change) throws Exception {
    String[] parts = change.split("=", 2);
    me(signedAsWritten(part(0).toString(), with(1, parts[0], parts[1])))
        .refuses(401, "login_needed");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "alg=null",
        "alg=[\"ES256\"]",
        "alg=\"es256\"",
        "alg=\"NONE\"",
        "alg=7",
        "typ=[\"at+jwt\"]",
        "typ=\"AT+JWT\"",
        "typ=\"application/at+jwt\"",
        "kid=7",
        "kid=null",
        "kid=[]",
        "kid=\"../../dev/null\"",
        "kid=\"' or 1=1 --\"",
        "kid=\"\\u0000\"",
        "crit=[\"exp\"]",
        "crit=[]",
        "zip=\"DEF\""
      })
  void token_headerOfAnotherShape_isRefused(String change) throws Exception {
    String[] parts = change.split("=", 2);
    me(signedAsWritten(with(0, parts[0], parts[1]), part(1).toString()))
        .refuses(401, "login_needed");
  }

  @ParameterizedTest
  @ValueSource(strings = {"iss", "aud", "sub", "sid", "jti", "exp", "iat"})
  void token_claimTwice_isRefused(String name) throws Exception {
    String claims = part(1).toString();
    String twice = "{\"" + name + "\":" + part(1).get(name) + "," + claims.substring(1);
    me(signedAsWritten(part(0).toString(), twice)).refuses(401, "login_needed");
  }

  @ParameterizedTest
  @ValueSource(strings = {"alg", "typ", "kid"})
  void token_headerTwice_isRefused(String name) throws Exception {
    String header = part(0).toString();
    String twice = "{\"" + name + "\":" + part(0).get(name) + "," + header.substring(1);
    me(signedAsWritten(twice, part(1).toString())).refuses(401, "login_needed");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "7",
        "\"x\"",
        "{",
        "{}{}",
        "{\"sub\":\"\\ud800\"}",
        "{\"a\":{\"a\":{\"a\":[[[[[[[[[[[]]]]]]]]]]]}}}"
      })
  void token_claimsThatAreNone_areRefused(String claims) throws Exception {
    me(signedAsWritten(part(0).toString(), claims)).refuses(401, "login_needed");
    me(signedAsWritten(claims, part(1).toString())).refuses(401, "login_needed");
  }

  @Test
  void token_idsInCapitals_areRefused() throws Exception {
    for (String name : new String[] {"sub", "sid", "jti"}) {
      String capitals = part(1).get(name).textValue().toUpperCase(Locale.ROOT);
      me(signed(part(0), part(1).put(name, capitals), key)).refuses(401, "login_needed");
    }
  }

  @Test
  void token_sentTwice_isRefused() throws Exception {
    HttpResponse<String> answer =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create(town.url() + "/api/v1/me"))
                    .header("Authorization", "Bearer " + token)
                    .header("Authorization", "Bearer " + token)
                    .build(),
                HttpResponse.BodyHandlers.ofString());
    assertEquals(401, answer.statusCode());
  }

  @Test
  void token_ofAnotherPersonWithThisLogin_isRefused() throws Exception {
    String other = town.as("ken@tokyo.example").get("/me").is(200).id();
    me(signed(part(0), part(1).put("sub", other), key)).refuses(401, "login_needed");
  }

  @Test
  void token_ofALoginThatNeverWas_isRefused() throws Exception {
    me(signed(part(0), part(1).put("sid", UUID.randomUUID().toString()), key))
        .refuses(401, "login_needed");
  }

  @Test
  void token_signedByAnotherKey_isRefused() throws Exception {
    me(signed(part(0), part(1), pair().getPrivate())).refuses(401, "login_needed");
  }

  @Test
  void token_hmacWithThePublicKey_isRefused() throws Exception {
    String text =
        base64(part(0).put("alg", "HS256").toString().getBytes(StandardCharsets.UTF_8))
            + "."
            + token.split("\\.")[1];
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(publicPem.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    me(text + "." + base64(mac.doFinal(text.getBytes(StandardCharsets.US_ASCII))))
        .refuses(401, "login_needed");
  }

  @Test
  void token_withoutSignature_isRefused() throws Exception {
    String[] parts = token.split("\\.");
    me(parts[0] + "." + parts[1] + ".").refuses(401, "login_needed");
    me(parts[0] + "." + parts[1]).refuses(401, "login_needed");
  }

  @Test
  void token_itsTwinSpelledOtherwise_isRefused() throws Exception {
    String[] parts = token.split("\\.");
    char last = parts[2].charAt(parts[2].length() - 1);
    String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    // 64 bytes leave four bits of the last character unused.
    String twin =
        parts[2].substring(0, parts[2].length() - 1) + alphabet.charAt(alphabet.indexOf(last) + 1);
    assertEquals(
        base64(Base64.getUrlDecoder().decode(parts[2])),
        base64(Base64.getUrlDecoder().decode(twin)));
    me(parts[0] + "." + parts[1] + "." + twin).refuses(401, "login_needed");
    me(token + "=").refuses(401, "login_needed");
  }

  @Test
  void token_theOtherSignatureOfTheCurve_isRefused() throws Exception {
    String[] parts = token.split("\\.");
    byte[] signature = Base64.getUrlDecoder().decode(parts[2]);
    byte[] upper = ORDER.subtract(s(signature)).toByteArray();
    byte[] twin = Arrays.copyOf(signature, 64);
    Arrays.fill(twin, 32, 64, (byte) 0);
    int length = Math.min(upper.length, 32);
    System.arraycopy(upper, upper.length - length, twin, 64 - length, length);
    assertNotEquals(base64(signature), base64(twin));
    me(parts[0] + "." + parts[1] + "." + base64(twin)).refuses(401, "login_needed");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "a.b.c",
        "....",
        "e30.e30.e30",
        "bnVsbA.bnVsbA.bnVsbA",
        "%00.%00.%00",
        "W10.W10.W10"
      })
  void token_nonsense_isRefused(String nonsense) throws Exception {
    me(nonsense).refuses(401, "login_needed");
  }

  @Test
  void token_notABearer_isRefused() throws Exception {
    town.stranger()
        .with("Authorization", "Basic bWlrYTptaWth")
        .get("/me")
        .refuses(401, "login_needed");
  }

  @Test
  void token_onAPublicOperation_isStillChecked() throws Exception {
    town.stranger()
        .with("Authorization", "Bearer " + token + "x")
        .get("/communities")
        .refuses(401, "login_needed");
  }

  @Test
  void token_ofAKeyThatAnotherServerMade_isKnownAtOnce() throws Exception {
    KeyPair pair = pair();
    String id = UUID.randomUUID().toString();
    add(id, pair, Vault.at(town.bankKeys()).seal(pair.getPrivate().getEncoded(), id));
    Thread.sleep(5_100); // strangers' key ids make the server look no oftener than this
    me(signed(part(0).put("kid", id), part(1), pair.getPrivate())).is(200);
    me(token).is(200);
  }

  @Test
  void token_ofAKeyWhoseSealIsLost_isStillVerifiedWhileAnotherSigns() throws Exception {
    KeyPair pair = pair();
    String id = UUID.randomUUID().toString();
    add(id, pair, new Vault.Sealed("00000000", new byte[60]));
    Thread.sleep(5_100);
    me(signed(part(0).put("kid", id), part(1), pair.getPrivate())).is(200);
    town.as("later@tokyo.example").get("/me").is(200);
    try (Connection db = town.superuser();
        Statement sql = db.createStatement();
        ResultSet row =
            sql.executeQuery(
                "select count(*) from signing_keys where retired_at is null and id <> '"
                    + id
                    + "'")) {
      row.next();
      assertEquals(1, row.getInt(1), "another one follows it");
    }
  }

  private void add(String id, KeyPair pair, Vault.Sealed sealed) throws Exception {
    try (Connection db = town.superuser();
        PreparedStatement add =
            db.prepareStatement(
                "insert into signing_keys (id, algorithm, public_pem, key_id, sealed, created_at)"
                    + " values (?::uuid, 'ES256', ?, ?, ?, now())")) {
      add.setString(1, id);
      add.setString(2, pem("PUBLIC KEY", pair.getPublic().getEncoded()));
      add.setString(3, sealed.key());
      add.setBytes(4, sealed.bytes());
      add.executeUpdate();
    }
  }

  private static KeyPair pair() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    return generator.generateKeyPair();
  }

  private static String pem(String name, byte[] der) {
    return "-----BEGIN "
        + name
        + "-----\n"
        + Base64.getMimeEncoder().encodeToString(der)
        + "\n-----END "
        + name
        + "-----\n";
  }
}
