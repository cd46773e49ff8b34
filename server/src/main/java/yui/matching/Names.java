package yui.matching;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import yui.communities.Communities;
import yui.communities.Community;
import yui.core.Lang;
import yui.db.Database;
import yui.db.Scope;
import yui.people.Licence;
import yui.people.Skill;
import yui.people.Skills;

/**
 * Communities, skills and licences by name, kept for a while: every search shows them and they
 * hardly change.
 */
final class Names {
  private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(10);

  private record Known(
      List<Community> communities, List<Skill> skills, List<Licence> licences, long at) {}

  private final Database database;
  private final Communities all;
  private final Skills skills;
  private volatile Known known = new Known(List.of(), List.of(), List.of(), -FRESH_NANOS);

  Names(Database database, Communities all, Skills skills) {
    this.database = database;
    this.all = all;
    this.skills = skills;
  }

  /** By code. */
  List<Community> communities() {
    return fresh().communities();
  }

  /** These communities; one that was opened a moment ago, too. */
  Map<UUID, Community> communities(Collection<UUID> ids) {
    Map<UUID, Community> byId = byId(fresh());
    return byId.keySet().containsAll(ids) ? byId : byId(read());
  }

  /** Skills and licences by code, in the order of the lists. */
  Map<String, String> skills(Lang lang) {
    Known now = fresh();
    Map<String, String> byCode = new LinkedHashMap<>();
    for (Skill skill : now.skills()) byCode.put(skill.code(), skill.name(lang));
    for (Licence licence : now.licences()) byCode.putIfAbsent(licence.code(), licence.name(lang));
    return byCode;
  }

  private Known fresh() {
    Known now = known;
    boolean old = now.skills().isEmpty() || System.nanoTime() - now.at() > FRESH_NANOS;
    return old ? read() : now;
  }

  private Known read() {
    Known read =
        database.read(
            Scope.ofSystem(),
            tx ->
                new Known(
                    List.copyOf(all.all(tx)),
                    skills.skills(tx),
                    skills.licences(tx),
                    System.nanoTime()));
    known = read;
    return read;
  }

  private static Map<UUID, Community> byId(Known known) {
    Map<UUID, Community> byId = new LinkedHashMap<>();
    for (Community community : known.communities()) byId.put(community.id().value(), community);
    return byId;
  }
}
