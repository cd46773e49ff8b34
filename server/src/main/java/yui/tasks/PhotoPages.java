package yui.tasks;

import java.util.List;
import java.util.Optional;
import yui.core.FieldError;
import yui.core.Refusal;
import yui.db.Tx;
import yui.photos.Darkroom;
import yui.photos.Drawn;
import yui.photos.Photo;
import yui.photos.PhotoId;
import yui.photos.Photos;
import yui.photos.Size;
import yui.web.Form;
import yui.web.Page;
import yui.web.Pages;

/** Pictures of problems and tasks on pages: shown, sent with plain forms, taken away. */
final class PhotoPages {
  /** A picture as a page shows it; {@code set} is for screens that want another size. */
  record Shown(
      PhotoId id, String alt, String src, String set, int width, int height, String large) {
    static Shown of(Photo photo) {
      Photo.Sized small = photo.at(Size.SMALL);
      Photo.Sized medium = photo.at(Size.MEDIUM);
      Photo.Sized large = photo.at(Size.LARGE);
      return new Shown(
          photo.id(),
          photo.alt(),
          at(photo, medium),
          at(photo, small)
              + " "
              + small.width()
              + "w, "
              + at(photo, medium)
              + " "
              + medium.width()
              + "w",
          medium.width(),
          medium.height(),
          at(photo, large));
    }

    private static String at(Photo photo, Photo.Sized sized) {
      return "/photos/" + photo.id() + "/" + sized.size();
    }
  }

  private final Pictured pictured;
  private final Darkroom darkroom;

  PhotoPages(Pictured pictured, Darkroom darkroom) {
    this.pictured = pictured;
    this.darkroom = darkroom;
  }

  void bind(Pages pages, Pages.Again taskAgain, Pages.Again needAgain) {
    pages.get(
        "/photos/:photo/:size",
        (form, tx) ->
            new Page.Picture(
                pictured.jpeg(
                    tx, form.caller(), photo(form), PhotoRoutes.size(form.path("size")))));
    pages.upload("/tasks/:id/photos", this::needed, this::addToTask, taskAgain);
    pages.upload("/needs/:id/photos", this::needed, this::addToNeed, needAgain);
    pages.post("/photos/:photo/remove", this::remove);
  }

  private Page addToTask(Form form, Tx tx, Drawn drawn) {
    TaskId id = new TaskId(form.id("id"));
    pictured.addToTask(tx, form.caller(), id, Pictured.alt(form, "addTaskPhoto"), drawn);
    return Page.elsewhere(form.base() + "/tasks/" + id + "/manage", "photo_added");
  }

  private Page addToNeed(Form form, Tx tx, Drawn drawn) {
    NeedId id = new NeedId(form.id("id"));
    pictured.addToNeed(tx, form.caller(), id, Pictured.alt(form, "addNeedPhoto"), drawn);
    return Page.elsewhere(form.base() + "/needs/" + id, "photo_added");
  }

  private Page remove(Form form, Tx tx) {
    Photos.About about = pictured.seen(tx, form.caller(), photo(form));
    pictured.remove(tx, form.caller(), photo(form));
    String there =
        about.taskId() == null
            ? "/needs/" + about.needId()
            : "/tasks/" + about.taskId() + "/manage";
    return Page.elsewhere(form.base() + there, "photo_removed");
  }

  private Drawn needed(Form form) {
    return drawn(form).orElseThrow(() -> Refusal.invalid("/photo", "missing"));
  }

  /** The picture of a form that may have one, and what is wrong where its words are missing. */
  Optional<Drawn> drawn(Form form) {
    form.caller().known();
    Optional<byte[]> sent = form.file("photo");
    if (sent.isEmpty()) return Optional.empty();
    if (form.text("alt").isEmpty()) {
      throw Refusal.invalid(List.of(new FieldError("/alt", "empty")));
    }
    return Optional.of(darkroom.draw(sent.get()));
  }

  private static PhotoId photo(Form form) {
    return new PhotoId(form.id("photo"));
  }
}
