package yui.identity;

import java.security.SecureRandom;
import java.text.Normalizer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import yui.communities.Hosts;
import yui.core.Caller;
import yui.core.CommunityId;
import yui.core.Ids;
import yui.core.PersonId;
import yui.core.Refusal;
import yui.db.Audit;
import yui.db.Instants;
import yui.db.Tx;

/**
 * Codes on paper for hosts who read no mail. They live on the real clock, as logins do. What may be
 * done with money, or by a desk, is never given away on paper: only who is a host and nothing else
 * can have one.
 */
final class PaperCodes {
  static final Duration LIFE = Duration.ofDays(30);
  private static final String LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789";
  private static final int LENGTH = 16;
  private static final SecureRandom RANDOM = new SecureRandom();

  /** A code that still lets somebody in. */
  record Standing(UUID id, Instant givenAt, Instant expiresAt) {}

  private final Hosts hosts;
  private final InstantSource wallClock;

  PaperCodes(Hosts hosts, InstantSource wallClock) {
    this.hosts = hosts;
    this.wallClock = wallClock;
  }

  /** A code that nobody can use yet: K7QP3MXD…; without characters that are mistaken for others. */
  static String drawn() {
    StringBuilder code = new StringBuilder(LENGTH);
    for (int i = 0; i < LENGTH; i++) code.append(LETTERS.charAt(RANDOM.nextInt(LETTERS.length())));
    return code.toString();
  }

  /** Whether a folded code could have been drawn. */
  static boolean isOne(String folded) {
    return folded.length() == LENGTH && folded.chars().allMatch(c -> LETTERS.indexOf(c) >= 0);
  }

  /** As it is read from paper: in fours. */
  static String spoken(String code) {
    return code.replaceAll("(.{4})(?=.)", "$1-");
  }

  /** Whatever width, case and dashes it was typed with. */
  static String folded(String typed) {
    return Normalizer.normalize(typed, Normalizer.Form.NFKC)
        .toUpperCase(Locale.ROOT)
        .replaceAll("[^A-Z0-9]", "");
  }

  /** The host of a membership, if the caller may give them a code. */
  Hosts.Host host(Tx tx, Caller caller, CommunityId community, UUID membership) {
    Hosts.Host host = hosts.get(tx, caller, community, membership);
    if (caller.is(host.person())) throw Refusal.forbidden("not_your_own");
    if (!hosts.isNothingElse(tx, host.person()))
      throw Refusal.conflict("paper_code_only_for_hosts");
    return host;
  }

  private static final String END =
      """
      update paper_codes set revoked_at = $3
        where person_id = $1 and community_id = $2 and used_at is null and revoked_at is null
      """;
  private static final String GIVE =
      """
      insert into paper_codes
          (id, community_id, person_id, code_hash, given_by, given_at, expires_at)
        values ($1, $2, $3, $4, $5, $6, $7)
      """;

  /** Makes a drawn code good, and ends those given before it. */
  void give(Tx tx, Caller caller, CommunityId community, UUID membership, String code) {
    Hosts.Host host = host(tx, caller, community, membership);
    String folded = folded(code);
    if (!isOne(folded)) {
      throw Refusal.invalid("/code", "pattern");
    }
    Instant now = wallClock.instant();
    tx.actingFor(
        community.value(),
        () -> {
          tx.change(END, host.person().value(), community.value(), now);
          return tx.change(
              GIVE,
              Ids.next(),
              community.value(),
              host.person().value(),
              Secrets.digest(folded),
              caller.known().value(),
              now,
              now.plus(LIFE));
        });
    audit(tx, caller, community, host.person(), "paper_code_given");
  }

  /** Ends what was given and not used. */
  void revoke(Tx tx, Caller caller, CommunityId community, UUID membership) {
    PersonId person = host(tx, caller, community, membership).person();
    tx.actingFor(
        community.value(),
        () -> tx.change(END, person.value(), community.value(), wallClock.instant()));
    audit(tx, caller, community, person, "paper_code_revoked");
  }

  private static final String STANDING =
      """
      select id, given_at, expires_at from paper_codes
        where person_id = $1 and community_id = $2 and used_at is null and revoked_at is null
          and expires_at > $3
      """;

  List<Standing> standing(Tx tx, CommunityId community, PersonId person) {
    return tx.actingFor(
        community.value(),
        () ->
            tx.list(
                STANDING,
                row ->
                    new Standing(
                        row.getUUID("id"),
                        Instants.of(row, "given_at"),
                        Instants.of(row, "expires_at")),
                person.value(),
                community.value(),
                wallClock.instant()));
  }

  private static final String USE =
      """
      update paper_codes set used_at = $2
        where code_hash = $1 and used_at is null and revoked_at is null and expires_at > $2
        returning person_id
      """;

  /** Whom a code lets in, once; whoever has become more than a host since is not let in by it. */
  Optional<PersonId> use(Tx tx, String typed) {
    return tx.asSystem(
        () ->
            tx.row(USE, Secrets.digest(folded(typed)), wallClock.instant())
                .map(row -> new PersonId(row.getUUID("person_id")))
                .filter(person -> hosts.isNothingElse(tx, person)));
  }

  private static void audit(
      Tx tx, Caller caller, CommunityId community, PersonId person, String deed) {
    Audit.write(tx, caller.known(), community, deed, Map.of("personId", person.toString()));
  }
}
