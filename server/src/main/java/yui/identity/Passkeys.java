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
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
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
      "insert into passkey_challenges (id, made_at, expires_at) values ($1, $2, $3)";

  Asked ask(Tx tx) {
    String challenge = Secrets.random(32);
    Instant now = wallClock.instant();
    Instant expiresAt = now.plus(CHALLENGE_LIFE);
    tx.asSystem(() -> tx.change(ASK, Secrets.id(challenge), now, expiresAt));
    return new Asked(challenge, expiresAt, rpId);
  }

  private static final String TAKE =
      "delete from passkey_challenges where id = $1 and expires_at > $2 returning id";

  /** What the server must have asked for, once; empty when it did not or too long ago. */
  private Optional<ServerProperty> taken(Tx tx, @Nullable CollectedClientData client) {
    Challenge challenge = client == null ? null : client.getChallenge();
    if (challenge == null) return Optional.empty();
    String text = Secrets.base64(challenge.getValue());
    return tx.asSystem(() -> tx.row(TAKE, Secrets.id(text), wallClock.instant()))
        .map(row -> new ServerProperty(origin, rpId, new DefaultChallenge(challenge.getValue())));
  }

  private static final String ADD =
      """
      insert into passkeys (id, person_id, credential_id, credential, counter, name, added_at)
      values ($1, $2, $3, $4, $5, $6, $7)
      """;

  /** Keeps a new key of somebody; what does not fit is refused. */
  Shown add(Tx tx, PersonId person, String name, JsonNode made) {
    try {
      RegistrationData data = manager.parseRegistrationResponseJSON(made.toString());
      ServerProperty server =
          taken(tx, data.getCollectedClientData()).orElseThrow(Passkeys::refused);
      manager.verify(data, new RegistrationParameters(server, ALGORITHMS, true, true));
      if (data.getAttestationObject() == null) throw refused();
      AuthenticatorData<?> authenticator = data.getAttestationObject().getAuthenticatorData();
      AttestedCredentialData credential = authenticator.getAttestedCredentialData();
      if (credential == null) throw refused();
      Shown shown = new Shown(Ids.next(), name, wallClock.instant(), null);
      tx.change(
          ADD,
          shown.id(),
          person.value(),
          Buffer.buffer(credential.getCredentialId()),
          Buffer.buffer(credentials.convert(credential)),
          authenticator.getSignCount(),
          name,
          shown.addedAt());
      return shown;
    } catch (WebAuthnException | IllegalArgumentException | NullPointerException e) {
      throw refused();
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

  /** Whose key has signed; a miss is an answer, for it must be committed. */
  Optional<PersonId> signer(Tx tx, JsonNode signed) {
    try {
      AuthenticationData data = manager.parseAuthenticationResponseJSON(signed.toString());
      Optional<ServerProperty> server = taken(tx, data.getCollectedClientData());
      Buffer id = Buffer.buffer(data.getCredentialId());
      Optional<Row> found = tx.asSystem(() -> tx.row(FIND, id));
      if (server.isEmpty() || found.isEmpty()) return Optional.empty();
      return verified(tx, data, server.get(), found.get());
    } catch (WebAuthnException | IllegalArgumentException | NullPointerException e) {
      return Optional.empty();
    }
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
    } catch (WebAuthnException e) {
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

  private static final String REMOVE = "delete from passkeys where id = $1 and person_id = $2";

  static boolean remove(Tx tx, PersonId person, UUID id) {
    return tx.change(REMOVE, id, person.value()) > 0;
  }

  private static final String FORGET = "delete from passkey_challenges where expires_at < $1";

  void forget(Tx tx) {
    tx.change(FORGET, wallClock.instant());
  }
}
