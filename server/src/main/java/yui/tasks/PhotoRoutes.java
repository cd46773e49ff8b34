package yui.tasks;

import yui.core.Refusal;
import yui.photos.Darkroom;
import yui.photos.Drawn;
import yui.photos.PhotoId;
import yui.photos.Size;
import yui.web.Answer;
import yui.web.Api;
import yui.web.Request;

/** Pictures of problems and tasks over HTTP; they are drawn before a transaction opens. */
final class PhotoRoutes {
  private final Pictured pictured;
  private final Darkroom darkroom;

  PhotoRoutes(Pictured pictured, Darkroom darkroom) {
    this.pictured = pictured;
    this.darkroom = darkroom;
  }

  void bind(Api api) {
    api.upload(
        "addNeedPhoto",
        this::drawn,
        (rq, tx) ->
            Answer.created(
                pictured.addToNeed(
                    tx, rq.caller(), new NeedId(rq.id("needId")), alt(rq), rq.made(Drawn.class))));
    api.upload(
        "addTaskPhoto",
        this::drawn,
        (rq, tx) ->
            Answer.created(
                pictured.addToTask(
                    tx, rq.caller(), new TaskId(rq.id("taskId")), alt(rq), rq.made(Drawn.class))));
    api.read(
        "getPhoto",
        (rq, tx) ->
            Answer.picture(pictured.jpeg(tx, rq.caller(), photo(rq), size(rq.path("size")))));
    api.write(
        "removePhoto",
        (rq, tx) -> {
          pictured.remove(tx, rq.caller(), photo(rq));
          return Answer.nothing();
        });
  }

  private Drawn drawn(Request rq) {
    return darkroom.draw(rq.file("photo").orElseThrow());
  }

  private static String alt(Request rq) {
    return rq.body(Pictured.PhotoEntry.class).alt();
  }

  private static PhotoId photo(Request rq) {
    return new PhotoId(rq.id("photoId"));
  }

  static Size size(String typed) {
    for (Size size : Size.values()) if (size.name().equals(typed)) return size;
    throw Refusal.notFound();
  }
}
