package yui.torture;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import yui.vault.Vault;

/**
 * Makes tokens that are nearly good: each differs from a good one in one thing, and is signed with
 * the server's own key wherever the fault is not the signature.
 */
final class Forger {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final BigInteger ORDER =
      new BigInteger("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16);
  private static final String ALPHABET =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

  /** A name and the JSON that stands there instead; without any, the name is left out. */
  private static final List<String> HEADERS =
      List.of(
          "typ=\"JWT\"",
          "typ",
          "typ=\"AT+JWT\"",
          "typ=\"application/at+jwt\"",
          "typ=[\"at+jwt\"]",
          "typ=null",
          "alg",
          "alg=\"none\"",
          "alg=\"None\"",
          "alg=\"HS256\"",
          "alg=\"HS512\"",
          "alg=\"ES384\"",
          "alg=\"ES256K\"",
          "alg=\"RS256\"",
          "alg=\"PS256\"",
          "alg=\"EdDSA\"",
          "alg=\"es256\"",
          "alg=[\"ES256\"]",
          "alg=null",
          "alg=7",
          "kid",
          "kid=\"unknown\"",
          "kid=\"\"",
          "kid=null",
          "kid=7",
          "kid=[]",
          "kid=\"../../dev/null\"",
          "kid=\"' or 1=1 --\"",
          "kid=\"\\u0000\"",
          "crit=[\"exp\"]",
          "crit=[]",
          "crit=\"exp\"",
          "b64=false",
          "zip=\"DEF\"",
          "cty=\"JWT\"",
          "jku=\"https://evil.example/keys\"",
          "jwk={\"kty\":\"EC\"}",
          "x5u=\"https://evil.example/x\"",
          "x5c=[\"x\"]",
          "enc=\"A256GCM\"");

  private static final List<String> CLAIMS =
      List.of(
          "iss",
          "iss=\"https://evil.example\"",
          "iss=[]",
          "iss=null",
          "aud",
          "aud=\"https://evil.example\"",
          "aud=[\"https://evil.example\"]",
          "aud=[]",
          "aud=null",
          "aud=7",
          "sub",
          "sub=\"x\"",
          "sub=7",
          "sub=null",
          "sub=\"1-1-1-1-1\"",
          "sid",
          "sid=\"x\"",
          "sid=\"1-1-1-1-1\"",
          "jti",
          "jti=\"x\"",
          "jti=null",
          "iat",
          "iat=4102444800",
          "iat=\"1\"",
          "iat=1e400",
          "exp",
          "exp=1",
          "exp=0",
          "exp=-1",
          "exp=4102444800",
          "exp=9223372036854775807",
          "exp=99999999999999999999999",
          "exp=1e30",
          "exp=1.5e9",
          "exp=\"4102444800\"",
          "exp=true",
          "exp=null",
          "exp=[4102444800]",
          "exp={}",
          "nbf=4102444800",
          "nbf=1",
          "nbf=\"x\"");

  private static final List<String> NONE =
      List.of("", "null", "[]", "7", "\"x\"", "{", "{}", "{}{}", "{\"sub\":\"\\ud800\"}", "\u0000");

  private final String good;
  private final String header;
  private final String claims;
  private final PrivateKey key;
  private final byte[] publicPem;
  private final Random random;

  private Forger(String good, PrivateKey key, byte[] publicPem, Random random) {
    String[] parts = good.split("\\.");
    this.good = good;
    this.header = text(parts[0]);
    this.claims = text(parts[1]);
    this.key = key;
    this.publicPem = publicPem;
    this.random = random;
  }

  /** Takes the newest key of the installation out of its safe. */
  static Forger of(DemoServer server, String good, Random random) throws Exception {
    try (Connection database = server.connect("postgres");
        Statement sql = database.createStatement();
        ResultSet row =
            sql.executeQuery(
                """
                select id, key_id, sealed, public_pem from signing_keys
                where sealed is not null order by created_at desc limit 1
                """)) {
      row.next();
      Vault.Sealed sealed = new Vault.Sealed(row.getString(2), row.getBytes(3));
      byte[] der = Vault.at(server.bankKeys()).open(sealed, row.getString(1));
      PrivateKey key = KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(der));
      byte[] publicPem = row.getString(4).getBytes(StandardCharsets.UTF_8);
      return new Forger(good, key, publicPem, random);
    }
  }

  /** The good one made anew: whoever has the key can do that. */
  String copy() throws GeneralSecurityException {
    return signed(header, claims, key);
  }

  /** Every forgery by its name. */
  Map<String, String> all() throws Exception {
    Map<String, String> all = new LinkedHashMap<>();
    for (String change : HEADERS) {
      all.put("header " + change, signed(changed(header, change), claims, key));
    }
    for (String change : CLAIMS) {
      all.put("claim " + change, signed(header, changed(claims, change), key));
    }
    for (String none : NONE) {
      all.put("claims that are " + none, signed(header, none, key));
      all.put("header that is " + none, signed(none, claims, key));
    }
    for (String name : List.of("alg", "typ", "kid")) {
      all.put("header twice: " + name, signed(twice(header, name), claims, key));
    }
    for (String name : List.of("iss", "aud", "sub", "sid", "jti", "iat", "exp")) {
      all.put("claim twice: " + name, signed(header, twice(claims, name), key));
    }
    for (String name : List.of("sub", "sid", "jti")) {
      String id = JSON.readTree(claims).path(name).asText();
      String capitals = claims.replace(id, id.toUpperCase(Locale.ROOT));
      all.put("capitals: " + name, signed(header, capitals, key));
      String another = claims.replace(id, UUID.randomUUID().toString());
      if (!name.equals("jti")) all.put("another's " + name, signed(header, another, key));
    }
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    all.put("another key", signed(header, claims, generator.generateKeyPair().getPrivate()));
    signatures(all);
    spellings(all);
    return all;
  }

  private void signatures(Map<String, String> all) throws GeneralSecurityException {
    String[] parts = good.split("\\.");
    byte[] signature = Base64.getUrlDecoder().decode(parts[2]);
    String begun = parts[0] + "." + parts[1] + ".";
    all.put("no signature", begun);
    all.put("no third part", parts[0] + "." + parts[1]);
    all.put("a fourth part", good + ".");
    all.put("signature of nothing", begun + base64(new byte[64]));
    all.put("short signature", begun + base64(Arrays.copyOf(signature, 63)));
    all.put("long signature", begun + base64(Arrays.copyOf(signature, 65)));
    BigInteger s = new BigInteger(1, Arrays.copyOfRange(signature, 32, 64));
    byte[] other = ORDER.subtract(s).toByteArray();
    byte[] twin = Arrays.copyOf(signature, 64);
    Arrays.fill(twin, 32, 64, (byte) 0);
    int length = Math.min(other.length, 32);
    System.arraycopy(other, other.length - length, twin, 64 - length, length);
    all.put("the curve's other signature", begun + base64(twin));
    String hmac = header.replace("ES256", "HS256");
    for (byte[] secret : new byte[][] {publicPem, new byte[32]}) {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret, "HmacSHA256"));
      String text = base64(hmac) + "." + base64(claims);
      all.put(
          "HMAC under " + secret.length + " public bytes",
          text + "." + base64(mac.doFinal(text.getBytes(StandardCharsets.US_ASCII))));
    }
  }

  private void spellings(Map<String, String> all) {
    String[] parts = good.split("\\.");
    for (int part = 0; part < 3; part++) {
      int unused = parts[part].length() % 4 == 2 ? 4 : parts[part].length() % 4 == 3 ? 2 : 0;
      String[] otherwise = parts.clone();
      char last = parts[part].charAt(parts[part].length() - 1);
      if (unused > 0) {
        otherwise[part] =
            parts[part].substring(0, parts[part].length() - 1)
                + ALPHABET.charAt(ALPHABET.indexOf(last) ^ 1);
        all.put("twin spelling of part " + part, String.join(".", otherwise));
      }
      otherwise[part] = parts[part] + "=";
      all.put("padding after part " + part, String.join(".", otherwise));
      otherwise[part] = parts[part] + "%0A";
      all.put("a line's end after part " + part, String.join(".", otherwise));
    }
    all.put("plain base64", good.replace('-', '+').replace('_', '/') + "+");
    all.put("dots", "....");
    all.put("nothing", ".");
    all.put("a long one", good + "A".repeat(4_000));
    all.put("nested", base64(good) + "." + parts[1] + "." + parts[2]);
  }

  /** A good one with some characters another, fewer or more. */
  String scribbled() {
    StringBuilder text = new StringBuilder(good);
    for (int times = 1 + random.nextInt(3); times > 0; times--) {
      int at = random.nextInt(text.length());
      char other = ALPHABET.charAt(random.nextInt(ALPHABET.length()));
      switch (random.nextInt(3)) {
        case 0 -> text.setCharAt(at, text.charAt(at) == other ? '.' : other);
        case 1 -> text.deleteCharAt(at);
        default -> text.insert(at, other);
      }
    }
    String scribbled = text.toString();
    return scribbled.equals(good) ? good + "A" : scribbled;
  }

  private static String changed(String json, String change) throws JsonProcessingException {
    String[] parts = change.split("=", 2);
    ObjectNode object = (ObjectNode) JSON.readTree(json);
    object.remove(parts[0]);
    if (parts.length == 1) return object.toString();
    return "{\"" + parts[0] + "\":" + parts[1] + "," + object.toString().substring(1);
  }

  private static String twice(String json, String name) throws JsonProcessingException {
    return "{\"" + name + "\":" + JSON.readTree(json).get(name) + "," + json.substring(1);
  }

  private static String signed(String header, String claims, PrivateKey key)
      throws GeneralSecurityException {
    String text = base64(header) + "." + base64(claims);
    Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
    byte[] made;
    do {
      signature.initSign(key);
      signature.update(text.getBytes(StandardCharsets.US_ASCII));
      made = signature.sign();
    } while (new BigInteger(1, Arrays.copyOfRange(made, 32, 64)).shiftLeft(1).compareTo(ORDER) > 0);
    return text + "." + base64(made);
  }

  private static String text(String part) {
    return new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8);
  }

  private static String base64(String text) {
    return base64(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
