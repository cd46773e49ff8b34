package yui.identity;

import com.fasterxml.jackson.databind.JsonNode;
import com.webauthn4j.WebAuthnManager;
import com.webauthn4j.converter.AttestedCredentialDataConverter;
import com.webauthn4j.converter.util.ObjectConverter;
import com.webauthn4j.credential.CredentialRecordImpl;
import com.webauthn4j.data.AuthenticationData;
import com.webauthn4j.data.AuthenticationParameters;
import com.webauthn4j.data.PublicKeyCredentialParameters;
import com.webauthn4j.data.PublicKeyCredentialType;
import com.webauthn4j.data.RegistrationData;
import com.webauthn4j.data.RegistrationParameters;
import com.webauthn4j.data.attestation.authenticator.AttestedCredentialData;
import com.webauthn4j.data.attestation.authenticator.AuthenticatorData;
import com.webauthn4j.data.attestation.statement.COSEAlgorithmIdentifier;
import com.webauthn4j.data.attestation.statement.NoneAttestationStatement;
import com.webauthn4j.data.client.CollectedClientData;
import com.webauthn4j.data.client.Origin;
import com.webauthn4j.data.client.challenge.Challenge;
import com.webauthn4j.data.client.challenge.DefaultChallenge;
import com.webauthn4j.server.ServerProperty;
import com.webauthn4j.util.exception.WebAuthnException;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import yui.core.Ids;
import yui.core.PersonId;
import yui.core.Refusal;
import yui.db.Audit;
import yui.db.Instants;
import yui.db.Tx;

/**
 * Passkeys (WebAuthn): a key that the person's own device keeps, opened by finger, face or PIN. We
 * ask for no proof of the device's make, and always that it has verified its person.
 */
final class Passkeys {
  private static final Duration CHALLENGE_LIFE = Duration.ofMinutes(5);
  private static final List<PublicKeyCredentialParameters> ALGORITHMS =
      List.of(
          parameters(COSEAlgorithmIdentifier.ES256),
          parameters(COSEAlgorithmIdentifier.EdDSA),
          parameters(COSEAlgorithmIdentifier.RS256));

  /** What words are signed for: those of one purpose are good for no other. */
  enum Purpose {
    LOGIN,
    PROOF,
    ENROL
  }

  /** Random words to sign. */
  record Asked(String challenge, Instant expiresAt, String rpId) {}

  /** A passkey as its person sees it. */
  record Shown(UUID id, String name, Instant addedAt, @Nullable Instant usedAt) {}

  private final ObjectConverter objects = new ObjectConverter();
  private final WebAuthnManager manager = WebAuthnManager.createNonStrictWebAuthnManager(objects);
  private final AttestedCredentialDataConverter credentials =
      new AttestedCredentialDataConverter(objects);
  private final InstantSource wallClock;
  private final Origin origin;
  private final String rpId;

  Passkeys(InstantSource wallClock, String origin) {
    this.wallClock = wallClock;
    this.origin = new Origin(origin);
    this.rpId = URI.create(origin).getHost();
  }

  private static PublicKeyCredentialParameters parameters(COSEAlgorithmIdentifier algorithm) {
    return new PublicKeyCredentialParameters(PublicKeyCredentialType.PUBLIC_KEY, algorithm);
  }

  private static final String ASK =
      """
      insert into passkey_challenges (id, purpose, made_at, expires_at) values ($1, $2, $3, $4)
      """;

  Asked ask(Tx tx, Purpose purpose) {
    String challenge = Secrets.random(32);
    Instant now = wallClock.instant();
    Instant expiresAt = now.plus(CHALLENGE_LIFE);
    tx.asSystem(() -> tx.change(ASK, Secrets.id(challenge), purpose.name(), now, expiresAt));
    return new Asked(challenge, expiresAt, rpId);
  }

  private static final String TAKE =
      """
      delete from passkey_challenges where id = $1 returning purpose = $2 and expires_at > $3 as good
      """;

  /**
   * What the server must have asked for, once and for this; empty when it did not or too long ago.
   */
  private Optional<ServerProperty> taken(
      Tx tx, Purpose purpose, @Nullable CollectedClientData client) {
    Challenge challenge = client == null ? null : client.getChallenge();
    if (challenge == null) return Optional.empty();
    UUID id = Secrets.id(Secrets.base64(challenge.getValue()));
    return tx.asSystem(() -> tx.row(TAKE, id, purpose.name(), wallClock.instant()))
        .filter(row -> row.getBoolean("good"))
        .map(row -> new ServerProperty(origin, rpId, new DefaultChallenge(challenge.getValue())));
  }

  private static final String ADD =
      """
      insert into passkeys (id, person_id, credential_id, credential, counter, name, added_at)
      values ($1, $2, $3, $4, $5, $6, $7)
      """;

  /** Keeps a new key of somebody; what does not fit is refused. */
  Shown add(Tx tx, PersonId person, String name, JsonNode made) {
    RegistrationData data =
        parsed(() -> manager.parseRegistrationResponseJSON(made.toString()))
            .orElseThrow(Passkeys::refused);
    ServerProperty server =
        taken(tx, Purpose.ENROL, data.getCollectedClientData()).orElseThrow(Passkeys::refused);
    New key = parsed(() -> verified(data, server)).orElseThrow(Passkeys::refused);
    Shown shown = new Shown(Ids.next(), name, wallClock.instant(), null);
    tx.change(
        ADD,
        shown.id(),
        person.value(),
        Buffer.buffer(key.credentialId()),
        Buffer.buffer(key.credential()),
        key.counter(),
        name,
        shown.addedAt());
    return shown;
  }

  /** What is kept of a key. */
  private record New(byte[] credentialId, byte[] credential, long counter) {}

  private @Nullable New verified(RegistrationData data, ServerProperty server) {
    manager.verify(data, new RegistrationParameters(server, ALGORITHMS, true, true));
    if (data.getAttestationObject() == null) return null;
    AuthenticatorData<?> authenticator = data.getAttestationObject().getAuthenticatorData();
    AttestedCredentialData credential = authenticator.getAttestedCredentialData();
    if (credential == null) return null;
    return new New(
        credential.getCredentialId(),
        credentials.convert(credential),
        authenticator.getSignCount());
  }

  // The library stumbles over a stranger's bytes in several ways; nothing of ours runs in here.
  private static <T> Optional<T> parsed(Supplier<@Nullable T> reading) {
    try {
      return Optional.ofNullable(reading.get());
    } catch (WebAuthnException
        | IllegalArgumentException
        | NullPointerException
        | UncheckedIOException e) {
      return Optional.empty();
    }
  }

  private static Refusal refused() {
    return Refusal.invalid("/credential", "passkey_unfit");
  }

  private static final String FIND =
      """
      select id, person_id, credential, counter from passkeys where credential_id = $1 for update
      """;
  private static final String USE = "update passkeys set counter = $2, used_at = $3 where id = $1";

  /** Whose key has signed for this; a miss is an answer, for it must be committed. */
  Optional<PersonId> signer(Tx tx, Purpose purpose, JsonNode signed) {
    Optional<AuthenticationData> parsed =
        parsed(() -> manager.parseAuthenticationResponseJSON(signed.toString()));
    if (parsed.isEmpty()) return Optional.empty();
    AuthenticationData data = parsed.get();
    Optional<ServerProperty> server = taken(tx, purpose, data.getCollectedClientData());
    Buffer id = Buffer.buffer(data.getCredentialId());
    Optional<Row> found = tx.asSystem(() -> tx.row(FIND, id));
    if (server.isEmpty() || found.isEmpty()) return Optional.empty();
    return verified(tx, data, server.get(), found.get());
  }

  private Optional<PersonId> verified(
      Tx tx, AuthenticationData data, ServerProperty server, Row row) {
    PersonId person = new PersonId(row.getUUID("person_id"));
    CredentialRecordImpl known =
        new CredentialRecordImpl(
            new NoneAttestationStatement(),
            null,
            null,
            null,
            row.getLong("counter"),
            credentials.convert(row.getBuffer("credential").getBytes()),
            null,
            null,
            null,
            null);
    try {
      manager.verify(data, new AuthenticationParameters(server, known, null, true, true));
    } catch (WebAuthnException
        | IllegalArgumentException
        | NullPointerException
        | UncheckedIOException e) {
      // The same key with an older counter may be a copy of it: a desk should know.
      Audit.write(
          tx,
          person,
          null,
          "passkey_refused",
          Map.of("passkey", row.getUUID("id").toString(), "why", e.getClass().getSimpleName()));
      return Optional.empty();
    }
    byte[] handle = data.getUserHandle();
    if (handle != null && !ByteBuffer.wrap(handle).equals(ByteBuffer.wrap(handle(person)))) {
      return Optional.empty();
    }
    long counter =
        data.getAuthenticatorData() == null ? 0 : data.getAuthenticatorData().getSignCount();
    tx.asSystem(() -> tx.change(USE, row.getUUID("id"), counter, wallClock.instant()));
    return Optional.of(person);
  }

  /** What a device keeps a person's key under: their id, nothing that tells a stranger more. */
  static byte[] handle(PersonId person) {
    return ByteBuffer.allocate(16)
        .putLong(person.value().getMostSignificantBits())
        .putLong(person.value().getLeastSignificantBits())
        .array();
  }

  private static final String LIST =
      """
      select id, name, added_at, used_at from passkeys where person_id = $1 order by added_at, id
      """;

  static List<Shown> list(Tx tx, PersonId person) {
    return tx.list(
        LIST,
        row ->
            new Shown(
                row.getUUID("id"),
                row.getString("name"),
                Instants.of(row, "added_at"),
                Instants.maybe(row, "used_at")),
        person.value());
  }

  private static final String IDS = "select credential_id from passkeys where person_id = $1";

  /** The keys a device need not make again. */
  static List<String> credentialIds(Tx tx, PersonId person) {
    return tx.list(
        IDS, row -> Secrets.base64(row.getBuffer("credential_id").getBytes()), person.value());
  }

  private static final String REMOVE =
      "delete from passkeys where id = $1 and person_id = $2 returning name";

  /** What it was called, if there was one. */
  static Optional<String> remove(Tx tx, PersonId person, UUID id) {
    return tx.row(REMOVE, id, person.value()).map(row -> row.getString("name"));
  }

  private static final String REMOVE_ALL = "delete from passkeys where person_id = $1";

  static void removeAll(Tx tx, PersonId person) {
    tx.change(REMOVE_ALL, person.value());
  }

  private static final String FORGET = "delete from passkey_challenges where expires_at < $1";

  void forget(Tx tx) {
    tx.change(FORGET, wallClock.instant());
  }
}
