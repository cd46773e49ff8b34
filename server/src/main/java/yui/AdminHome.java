package yui;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import yui.backups.Latest;
import yui.core.Caller;
import yui.core.Lang;
import yui.core.Refusal;
import yui.core.Spoken;
import yui.db.Database;
import yui.db.Scope;
import yui.db.Tx;
import yui.mail.Outbox;
import yui.web.Form;
import yui.web.Page;
import yui.web.Pages;
import yui.web.Words;

/** The administrator's beginning: is the server well, does the post go, is there a backup. */
final class AdminHome {
  private static final Duration DAY = Duration.ofDays(1);

  /** A backup older than this is shown as missing: nightly ones leave room for one that failed. */
  private static final Duration FRESH = Duration.ofDays(2);

  /** What health says, as it stands in /health/ready. */
  record Finding(String what, String words) {}

  record View(
      boolean isWell,
      List<Finding> faults,
      List<Finding> warnings,
      String sent,
      String limit,
      int share,
      boolean isNearLimit,
      String waiting,
      String failing,
      boolean isBackedUp,
      boolean isStale,
      String backupWhen,
      String backupFile,
      String backupSize) {}

  private final Database database;
  private final Outbox outbox;
  private final Words words;
  private final int mailsPerDay;
  private final Supplier<Doors.Health> health;

  AdminHome(
      Database database,
      Outbox outbox,
      Words words,
      int mailsPerDay,
      Supplier<Doors.Health> health) {
    this.database = database;
    this.outbox = outbox;
    this.words = words;
    this.mailsPerDay = mailsPerDay;
    this.health = health;
  }

  void bind(Pages pages) {
    // Health asks the database itself, outside of any transaction.
    pages.getPlain("/admin", this::show);
  }

  private Page show(Form form) {
    Caller caller = form.caller();
    caller.known();
    if (!caller.isAdmin()) throw Refusal.forbidden("forbidden");
    Doors.Health now = health.get();
    return database.read(Scope.of(caller), tx -> page(form, tx, now));
  }

  private Page page(Form form, Tx tx, Doors.Health now) {
    Lang lang = form.lang();
    Outbox.Post post = outbox.post(tx, tx.now().minus(DAY));
    Latest backup = Latest.of(tx).orElse(null);
    int share = (int) Math.min(100, 100 * post.sent() / Math.max(1, mailsPerDay));
    return Page.show(
        "admin",
        new View(
            now.faults().isEmpty() && now.warnings().isEmpty(),
            findings(now.faults()),
            findings(now.warnings()),
            Spoken.number(post.sent()),
            Spoken.number(mailsPerDay),
            share,
            share >= 80,
            Spoken.number(post.waiting()),
            post.failing() == 0 ? "" : Spoken.number(post.failing()),
            backup != null,
            backup != null && backup.takenAt().isBefore(tx.now().minus(FRESH)),
            backup == null ? "" : Spoken.moment(backup.takenAt(), lang),
            backup == null ? "" : backup.file(),
            backup == null
                ? ""
                : words.say(
                    lang, "admin.backup_size", Map.of("mb", Spoken.number(megabytes(backup))))));
  }

  private static long megabytes(Latest backup) {
    return Math.max(1, backup.bytes() / 1_000_000);
  }

  private static List<Finding> findings(Map<String, String> of) {
    List<Finding> findings = new ArrayList<>();
    of.forEach((what, words) -> findings.add(new Finding(what, words)));
    return findings;
  }
}
