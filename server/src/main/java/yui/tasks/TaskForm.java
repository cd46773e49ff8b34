package yui.tasks;

import java.util.List;
import java.util.UUID;
import yui.places.PlaceField;
import yui.web.Typed;

/** The page on which a task is written. */
record TaskForm(
    String action,
    boolean isNew,
    String etag,
    String needId,
    boolean hasErrors,
    List<Typed.Mistake> errors,
    UUID communityId,
    String taskId,
    UUID unfinishedId,
    boolean isKept,
    boolean stepwise,
    String step,
    List<Begun> unfinished,
    List<Copy> drafts,
    List<Copy> seasons,
    String returned,
    List<Copy> copies,
    boolean hasCopies,
    Typed.Field title,
    Typed.Field description,
    Typed.Field placeLabel,
    Typed.Field meetingPoint,
    PlaceField place,
    Typed.Field bring,
    Typed.Field hardNote,
    Typed.Field cash,
    Typed.Field mealCount,
    Typed.Field mealNote,
    Typed.Field produceQuantity,
    Typed.Field produceFrom,
    Typed.Field travelAmount,
    Typed.Field travelCap,
    Typed.Field insurance,
    Typed.Field onCallName,
    Typed.Field onCallPhone,
    Typed.Field backupName,
    Typed.Field backupPhone,
    Typed.Field applyUntil,
    Typed.Choice groupId,
    Typed.Choice kind,
    HelpedChoice engagement,
    String hardError,
    List<HardRow> hardRows,
    Typed.Field opensAt,
    Typed.Field farPlaces,
    Typed.Field farKm,
    Typed.Field nearUntil,
    Typed.Field equipmentHost,
    Typed.Field equipmentHelper,
    boolean openingOpen,
    Typed.Choice licences,
    Typed.Choice cashPer,
    Typed.Choice produceItem,
    Typed.Choice produceUnit,
    HelpedChoice travelPolicy,
    Typed.Choice fundId,
    Typed.Choice payer,
    List<SlotRow> slotRows,
    List<SkillRow> skillRows,
    List<DesiredRow> desiredRows,
    boolean paidDirectly,
    boolean licencesOpen) {

  /** A task to begin from. */
  record Copy(String href, String title) {}

  /** Something begun and not finished. */
  record Begun(UUID id, String href, String title, String when) {}

  /** One row of the dates. */
  record SlotRow(int n, Typed.Field date, Typed.Field from, Typed.Field to, Typed.Field capacity) {}

  /** A hard part and what is to be said of it. */
  record HardRow(String code, String label, boolean checked, Typed.Field note) {}

  /** One row of the skills. */
  record SkillRow(int n, Typed.Choice code, Typed.Choice level) {}

  /** One row of the skills that would help. */
  record DesiredRow(int n, Typed.Choice code) {}

  /** A choice whose answers are explained. */
  record HelpedChoice(String id, List<Helped> options, String error) {}

  /** An answer with a word of help. */
  record Helped(String value, String label, String help, boolean checked) {}
}
