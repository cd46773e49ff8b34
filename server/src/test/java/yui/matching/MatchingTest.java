package yui.matching;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import yui.core.Ids;
import yui.core.PersonId;
import yui.core.Refusal;
import yui.db.Scope;
import yui.tasks.TaskId;

/** Both directions give the score of the formula, and show what the caller may see. */
class MatchingTest {
  @TempDir Path directory;
  private Village village;

  @BeforeEach
  void open() throws Exception {
    village = new Village(directory.resolve("index"));
  }

  @AfterEach
  void close() throws Exception {
    village.close();
  }

  @Test
  void score_newcomerOnTheSpot_isTheFormulaByHand() throws Exception {
    TaskId task = village.task("草刈り");
    PersonId mika = village.resident("みか");
    Village.soon(() -> candidates(task).size() == 1 && recommended(mika).size() == 1);
    // Level 3 of 3, the one half-day free, the same cell, and the newcomer's 3 of 4.
    double byHand = 0.35 * 1 + 0.25 * 1 + 0.30 * 1 + 0.10 * 0.75;
    Candidate candidate = candidates(task).getFirst();
    Recommendation recommendation = recommended(mika).getFirst();
    assertEquals(byHand, candidate.score(), 1e-9);
    assertEquals(candidate.score(), recommendation.score());
    assertEquals(candidate.parts(), recommendation.parts());
    assertEquals(new ShownParts(1, 1, 1, 0.75), candidate.parts());
  }

  @Test
  void score_communityWeighsOtherwise_followsItsRule() throws Exception {
    TaskId task = village.task("草刈り");
    village.resident("みか");
    village.sql(
        """
        insert into community_rules (community_id, rule, valid_from, value, decided_at)
        values ('%s', 'matching_weights', '2026-12-01',
          '{"skill": 0, "schedule": 0, "distance": 0, "reliability": 1}', now())
        """
            .formatted(village.community));
    Village.soon(() -> candidates(task).size() == 1 && candidates(task).getFirst().score() == 0.75);
  }

  @Test
  void free_confirmedElsewhere_isTakenOff() throws Exception {
    TaskId task = village.task("草刈り");
    TaskId other = village.task("水路");
    PersonId mika = village.resident("みか");
    Village.soon(() -> candidates(task).size() == 1);
    village.sql(
        """
        insert into applications (id, task_id, community_id, person_id, heads, created_at, changed_at)
        values ('%1$s', '%2$s', '%3$s', '%4$s', 1, now(), now());
        insert into application_slots (application_id, slot_id, community_id, person_id, heads, state,
          period, changed_at)
        select '%1$s', s.id, s.community_id, '%4$s', 1, 'CONFIRMED',
          tstzrange(s.starts_at, s.ends_at), now() from slots s where s.task_id = '%2$s'
        """
            .formatted(Ids.next(), other, village.community, mika));
    Village.soon(() -> candidates(task).isEmpty() && recommended(mika).isEmpty());
  }

  @Test
  void recommend_appliedAlready_leavesItOut() throws Exception {
    TaskId task = village.task("草刈り");
    PersonId mika = village.resident("みか");
    Village.soon(() -> recommended(mika).size() == 1);
    village.sql(
        """
        insert into applications (id, task_id, community_id, person_id, heads, created_at, changed_at)
        values ('%s', '%s', '%s', '%s', 1, now(), now())
        """
            .formatted(Ids.next(), task, village.community, mika));
    assertEquals(List.of(), recommended(mika));
    assertEquals(List.of(), candidates(task));
  }

  @Test
  void recommend_withTravelSupport_saysWhatTheWayCosts() throws Exception {
    TaskId task = village.task("草刈り");
    village.sql(
        "update tasks set travel_policy = 'ACTUAL', travel_cap_yen = 5000 where id = '%s'"
            .formatted(task));
    PersonId mika = village.resident("みか");
    Village.soon(() -> recommended(mika).size() == 1);
    ShownReason way =
        recommended(mika).getFirst().reasons().stream()
            .filter(reason -> reason.code().equals("travel_estimate"))
            .findFirst()
            .orElseThrow();
    // 218 km: 283 of rail, 100 x 18 + 183 x 38 yen one way, twice, up to the next 500: 18,000.
    assertTrue(way.detail().contains("差し引きのめやす −10,000円"), way.detail());
  }

  @Test
  void recommend_withoutProfile_asksForIt() {
    Refusal refusal =
        assertThrows(
            Refusal.class, () -> village.matching.recommend(village.host, 20, Optional.empty()));
    assertEquals("resident_needed", refusal.code());
  }

  @Test
  void candidates_eachLook_isKept() throws Exception {
    TaskId task = village.task("草刈り");
    candidates(task);
    candidates(task);
    long looks =
        village.app.read(
            Scope.ofSystem(),
            tx ->
                tx.row(
                        "select count(*) as n from audit_log where deed = 'candidates_seen'"
                            + " and person_id = $1",
                        village.hostPerson.value())
                    .orElseThrow()
                    .getLong("n"));
    assertEquals(2, looks);
  }

  @Test
  void candidates_forAStranger_areForbidden() throws Exception {
    TaskId task = village.task("草刈り");
    PersonId mika = village.resident("みか");
    Refusal refusal =
        assertThrows(
            Refusal.class,
            () -> village.matching.candidates(village.caller(mika), task, 20, Optional.empty()));
    assertEquals("forbidden", refusal.code());
  }

  @Test
  void invite_twice_isRefused() throws Exception {
    TaskId task = village.task("草刈り");
    PersonId mika = village.resident("みか");
    Village.soon(() -> candidates(task).size() == 1);
    Invitation sent = invite(task, mika);
    assertEquals("みか", sent.displayName());
    assertTrue(candidates(task).getFirst().invited());
    assertEquals("invited_already", assertThrows(Refusal.class, () -> invite(task, mika)).code());
  }

  private Invitation invite(TaskId task, PersonId resident) {
    return village.app.write(
        Scope.of(village.host),
        tx ->
            village.invitations.invite(
                tx, village.host, task, new InvitationEntry(resident, "ぜひ")));
  }

  private List<Candidate> candidates(TaskId task) {
    return village.matching.candidates(village.host, task, 20, Optional.empty()).items();
  }

  private List<Recommendation> recommended(PersonId person) {
    return village.matching.recommend(village.caller(person), 20, Optional.empty()).items();
  }
}
