package yui.identity;

import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import yui.Visitor;

/** A device that keeps a passkey and signs as WebAuthn says, or falsely where a test wants it. */
final class Device {
  private static final int PRESENT = 1;
  private static final int VERIFIED = 4;
  private static final int HAS_KEY = 64;

  private final KeyPair key;
  private final byte[] id = ByteBuffer.allocate(16).putLong(System.nanoTime()).array();
  private final String origin;
  int counter = 1;
  boolean verifies = true;
  String person = "";

  Device(String origin) throws Exception {
    this.origin = origin;
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    key = generator.generateKeyPair();
  }

  static String challenge(Visitor visitor, String purpose) throws Exception {
    return visitor
        .post("/login/passkey-challenges", Map.of("purpose", purpose))
        .is(201)
        .body()
        .path("challenge")
        .asText();
  }

  /** What a browser answers when this device makes its key. */
  Map<String, Object> made(String challenge) throws Exception {
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    data.write(data(HAS_KEY));
    data.write(new byte[16]); // of no known make
    data.write(new byte[] {0, 16});
    data.write(id);
    data.write(publicKey());
    Map<String, Object> attestation = new LinkedHashMap<>();
    attestation.put("fmt", "none");
    attestation.put("attStmt", Map.of());
    attestation.put("authData", data.toByteArray());
    return answer(
        Map.of(
            "clientDataJSON",
            client("webauthn.create", challenge, origin),
            "attestationObject",
            text(new CBORMapper().writeValueAsBytes(attestation))));
  }

  private byte[] publicKey() throws Exception {
    ECPublicKey open = (ECPublicKey) key.getPublic();
    Map<Integer, Object> cose = new LinkedHashMap<>();
    cose.put(1, 2);
    cose.put(3, -7);
    cose.put(-1, 1);
    cose.put(-2, coordinate(open.getW().getAffineX().toByteArray()));
    cose.put(-3, coordinate(open.getW().getAffineY().toByteArray()));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    var generator = new CBORMapper().getFactory().createGenerator(out);
    generator.writeStartObject(cose.size());
    for (Map.Entry<Integer, Object> e : cose.entrySet()) {
      generator.writeFieldId(e.getKey());
      if (e.getValue() instanceof byte[] bytes) generator.writeBinary(bytes);
      else generator.writeNumber((Integer) e.getValue());
    }
    generator.writeEndObject();
    generator.close();
    return out.toByteArray();
  }

  private static byte[] coordinate(byte[] number) {
    byte[] fixed = new byte[32];
    int length = Math.min(number.length, 32);
    System.arraycopy(number, number.length - length, fixed, 32 - length, length);
    return fixed;
  }

  Map<String, Object> signed(String challenge) throws Exception {
    return signed(challenge, origin);
  }

  /** What a browser on a page of this origin answers. */
  Map<String, Object> signed(String challenge, String at) throws Exception {
    counter++;
    String client = client("webauthn.get", challenge, at);
    byte[] data = data(0);
    Signature signature = Signature.getInstance("SHA256withECDSA");
    signature.initSign(key.getPrivate());
    signature.update(data);
    signature.update(sha(Base64.getUrlDecoder().decode(client)));
    Map<String, Object> response = new LinkedHashMap<>();
    response.put("clientDataJSON", client);
    response.put("authenticatorData", text(data));
    response.put("signature", text(signature.sign()));
    if (!person.isEmpty()) {
      UUID handle = UUID.fromString(person);
      response.put(
          "userHandle",
          text(
              ByteBuffer.allocate(16)
                  .putLong(handle.getMostSignificantBits())
                  .putLong(handle.getLeastSignificantBits())
                  .array()));
    }
    return answer(response);
  }

  private Map<String, Object> answer(Map<String, Object> response) {
    return Map.of(
        "id", text(id),
        "rawId", text(id),
        "type", "public-key",
        "response", response,
        "clientExtensionResults", Map.of());
  }

  private byte[] data(int more) throws Exception {
    int flags = PRESENT | (verifies ? VERIFIED : 0) | more;
    return ByteBuffer.allocate(37)
        .put(sha("localhost".getBytes(StandardCharsets.UTF_8)))
        .put((byte) flags)
        .putInt(counter)
        .array();
  }

  private static String client(String type, String challenge, String origin) {
    return text(
        "{\"type\":\"%s\",\"challenge\":\"%s\",\"origin\":\"%s\",\"crossOrigin\":false}"
            .formatted(type, challenge, origin)
            .getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] sha(byte[] bytes) throws Exception {
    return MessageDigest.getInstance("SHA-256").digest(bytes);
  }

  private static String text(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
