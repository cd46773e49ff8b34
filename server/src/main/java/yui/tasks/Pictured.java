package yui.tasks;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import yui.core.Caller;
import yui.core.Refusal;
import yui.db.Tx;
import yui.photos.Drawn;
import yui.photos.Photo;
import yui.photos.PhotoId;
import yui.photos.Photos;
import yui.photos.Size;
import yui.web.Form;
import yui.web.Json;

/** Whose pictures somebody may see, add and take away: as the problem or task they show says. */
final class Pictured {
  /** What comes with a picture. */
  record PhotoEntry(String photo, String alt) {}

  private final Tasks tasks;
  private final Needs needs;

  Pictured(Tasks tasks, Needs needs) {
    this.tasks = tasks;
    this.needs = needs;
  }

  Photo addToNeed(Tx tx, Caller caller, NeedId id, String alt, Drawn drawn) {
    Need need = needs.visible(tx, caller, id);
    if (!isNear(caller, need)) throw Refusal.forbidden("forbidden");
    var about = new Photos.About(need.communityId(), id.value(), null);
    return need.mine() != null
        ? kept(tx, caller, about, alt, drawn)
        : tx.actingFor(need.communityId(), caller, () -> kept(tx, caller, about, alt, drawn));
  }

  Photo addToTask(Tx tx, Caller caller, TaskId id, String alt, Drawn drawn) {
    Task task = tasks.ours(tx, caller, id);
    var about = new Photos.About(task.communityId(), null, id.value());
    return tx.actingFor(task.communityId(), caller, () -> kept(tx, caller, about, alt, drawn));
  }

  private static Photo kept(Tx tx, Caller caller, Photos.About about, String alt, Drawn drawn) {
    PhotoId id = Photos.keep(tx, caller.known(), about, alt, drawn);
    @Nullable UUID need = about.needId();
    UUID thing = need == null ? Objects.requireNonNull(about.taskId()) : need;
    return Photos.of(tx, List.of(thing)).getOrDefault(thing, List.of()).stream()
        .filter(photo -> photo.id().equals(id))
        .findFirst()
        .orElseThrow();
  }

  /** The picture itself; 404 for whoever may not see what it shows. */
  byte[] jpeg(Tx tx, Caller caller, PhotoId id, Size size) {
    Photos.About about = seen(tx, caller, id);
    return tx.actingFor(about.communityId().value(), () -> Photos.jpeg(tx, id, size));
  }

  /** By whoever acts for the task, by the problem's teller or its desk. */
  void remove(Tx tx, Caller caller, PhotoId id) {
    Photos.About about = seen(tx, caller, id);
    UUID task = about.taskId();
    boolean may =
        task == null
            ? isNear(caller, needs.visible(tx, caller, toldBy(about)))
            : tasks.acts(caller, tasks.visible(tx, caller, new TaskId(task)));
    if (!may) throw Refusal.forbidden("forbidden");
    tx.actingFor(
        about.communityId().value(),
        () -> {
          Photos.remove(tx, id, caller.known());
          return id;
        });
  }

  /** What the picture shows, if the caller may see it. */
  Photos.About seen(Tx tx, Caller caller, PhotoId id) {
    Photos.About about =
        tx.seenBy(caller, () -> Photos.about(tx, id)).orElseThrow(Refusal::notFound);
    UUID task = about.taskId();
    if (task != null) {
      tasks.visible(tx, caller, new TaskId(task));
      return about;
    }
    Need need = needs.visible(tx, caller, toldBy(about));
    if (!isNear(caller, need) && need.household()) throw Refusal.notFound();
    return about;
  }

  private static NeedId toldBy(Photos.About about) {
    return new NeedId(Objects.requireNonNull(about.needId()));
  }

  private static boolean isNear(Caller caller, Need need) {
    return need.mine() != null || Needs.isDesk(caller, need.communityId());
  }

  /** The picture's words as typed beside it, checked as the operation's. */
  static String alt(Form form, String operation) {
    ObjectNode body = Json.MAPPER.createObjectNode().put("alt", form.text("alt"));
    if (form.file("photo").isPresent()) body.put("photo", "photo");
    return form.body(operation, body, PhotoEntry.class).alt();
  }
}
