package yui.identity;

import io.vertx.sqlclient.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;
import yui.core.Caller;
import yui.core.Desk;
import yui.core.Lang;
import yui.core.PersonId;
import yui.core.Refusal;
import yui.core.Role;
import yui.db.Tx;

/** Persons as they see and change themselves. */
public final class Me {

  /** What I am somewhere; the administrator is it nowhere in particular. */
  record Part(
      @Nullable UUID id,
      @Nullable UUID communityId,
      @Nullable String communityName,
      @Nullable UUID groupId,
      @Nullable String groupName,
      Role role,
      @Nullable Desk desk) {}

  /** Who I am. */
  record Shown(
      PersonId id,
      String email,
      String name,
      String phone,
      Lang lang,
      List<Part> memberships,
      boolean resident,
      int version) {}

  /** What changes; what is not named stays. */
  record Change(@Nullable String name, @Nullable String phone, @Nullable Lang lang) {}

  private final BiPredicate<Tx, PersonId> isResident;

  /**
   * @param isResident whether somebody has a profile as a helper; the people room knows
   */
  public Me(BiPredicate<Tx, PersonId> isResident) {
    this.isResident = isResident;
  }

  private static final String FIND =
      "select email, name, phone, lang, is_admin, version from persons where id = $1";

  Shown get(Tx tx, Caller caller) {
    PersonId me = caller.known();
    Row row = tx.row(FIND, me.value()).orElseThrow(Refusal::loginNeeded);
    return new Shown(
        me,
        row.getString("email"),
        row.getString("name"),
        row.getString("phone"),
        Lang.of(row.getString("lang")),
        parts(tx, me, caller.lang(), row.getBoolean("is_admin")),
        isResident.test(tx, me),
        row.getInteger("version"));
  }

  /** What letters to the caller are written in. */
  public Lang lang(Tx tx, Caller caller) {
    return LoginStore.lang(tx, caller.known());
  }

  /** From now on letters to the caller are written in this language. */
  public void speak(Tx tx, Caller caller, Lang lang) {
    change(tx, caller, Optional.empty(), new Change(null, null, lang));
  }

  private static final String PARTS =
      """
      select m.id, m.community_id, c.name as community_name, c.name_en, m.group_id,
        g.name as group_name, m.role, m.desk
      from memberships m join communities c on c.id = m.community_id
        left join groups g on g.id = m.group_id
      where m.person_id = $1
      order by c.code, m.role, g.name, m.id
      """;

  private static List<Part> parts(Tx tx, PersonId me, Lang lang, boolean isAdmin) {
    List<Part> parts = new ArrayList<>();
    if (isAdmin) parts.add(new Part(null, null, null, null, null, Role.ADMIN, null));
    parts.addAll(tx.list(PARTS, row -> part(row, lang), me.value()));
    return parts;
  }

  private static Part part(Row row, Lang lang) {
    String english = row.getString("name_en");
    String desk = row.getString("desk");
    return new Part(
        row.getUUID("id"),
        row.getUUID("community_id"),
        lang.isEnglish() && !english.isEmpty() ? english : row.getString("community_name"),
        row.getUUID("group_id"),
        row.getString("group_name"),
        Role.valueOf(row.getString("role")),
        desk == null ? null : Desk.valueOf(desk));
  }

  private static final String CHANGE =
      """
      update persons set name = coalesce($2::text, name), phone = coalesce($3::text, phone),
        lang = coalesce($4::text, lang), version = version + 1
      where id = $1 and version = coalesce($5::int, version)
      """;

  Shown change(Tx tx, Caller caller, Optional<Integer> version, Change change) {
    int changed =
        tx.change(
            CHANGE,
            caller.known().value(),
            change.name(),
            change.phone(),
            change.lang() == null ? null : change.lang().code(),
            version.orElse(null));
    if (changed == 0) throw Refusal.stale();
    return get(tx, caller);
  }
}
