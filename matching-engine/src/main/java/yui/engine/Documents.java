package yui.engine;

import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.lucene.document.BinaryDocValuesField;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.DoubleRange;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.IntPoint;
import org.apache.lucene.document.LatLonPoint;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.geo.Rectangle;
import org.apache.lucene.index.Term;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.NumericUtils;

/** Rows as Lucene documents: tokens that narrow, one binary row that decides, nothing stored. */
final class Documents {
  static final String KEY = "key";
  static final String ROW = "row";

  // residents
  static final String FOUND_BY = "found_by";
  static final String HELD = "held";
  static final String LICENCE = "licence";
  static final String FREE = "free";
  static final String WISH = "wish";
  static final String REACH = "reach";

  // tasks
  static final String TRAIT = "trait";
  static final String COMMUNITY = "community";
  static final String GROUP = "group";
  static final String REQUIRES = "requires";
  static final String SKILL = "skill";
  static final String NEEDS = "needs";
  static final String OFFERS = "offers";
  static final String PLACE = "place";
  static final String DAY = "day";
  static final String TRAVEL = "travel";

  static final String TASK = "task";
  static final String REMOTE = "remote";
  static final String SLOTLESS = "slotless";
  static final String THANKLESS = "thankless";
  static final String SKILL_LESS = "skill-less";
  static final String TRAVEL_PAID = "travel-paid";
  static final String ANY = "*";

  private static final double HALF_ROUND_THE_EARTH_KM = 19_000;

  private Documents() {}

  static Term residentKey(UUID id) {
    return new Term(KEY, key('r', id));
  }

  static Term taskKey(UUID id) {
    return new Term(KEY, key('t', id));
  }

  static Document of(ResidentRow row) {
    Document doc = new Document();
    doc.add(token(KEY, residentKey(row.id()).bytes()));
    doc.add(new BinaryDocValuesField(ROW, ResidentSide.encode(row)));
    if (row.findable().byAll()) {
      doc.add(token(FOUND_BY, ANY));
    }
    row.findable().communities().forEach(id -> doc.add(token(FOUND_BY, bytes(id))));
    for (SkillLevel skill : row.skills()) {
      for (int level = 1; level <= skill.level(); level++) {
        doc.add(token(HELD, skill(skill.code(), level)));
      }
    }
    row.licences().forEach(licence -> doc.add(token(LICENCE, licence.code())));
    row.freeHalfDays().forEach(h -> doc.add(token(FREE, halfDay(h))));
    row.wishes().forEach(kind -> doc.add(token(WISH, kind.name())));
    if (row.wishes().isEmpty()) {
      doc.add(token(WISH, ANY));
    }
    Double max = row.maxDistanceKm();
    for (Anchor anchor : row.anchors()) {
      doc.add(reach(anchor.place().mesh(), max == null ? HALF_ROUND_THE_EARTH_KM : max));
    }
    return doc;
  }

  static Document of(TaskRow row) {
    Document doc = new Document();
    doc.add(token(KEY, taskKey(row.id()).bytes()));
    doc.add(new BinaryDocValuesField(ROW, TaskSide.encode(row)));
    doc.add(token(TRAIT, TASK));
    doc.add(token(COMMUNITY, bytes(row.communityId())));
    UUID group = row.groupId();
    if (group != null) {
      doc.add(token(GROUP, bytes(group)));
    }
    // One required skill narrows enough; the row decides about the others.
    row.requiredSkills().stream()
        .findFirst()
        .ifPresentOrElse(
            skill -> doc.add(token(REQUIRES, skill(skill.code(), skill.level()))),
            () -> doc.add(token(TRAIT, SKILL_LESS)));
    Stream.concat(
            row.requiredSkills().stream().map(RequiredSkill::code),
            row.desiredSkills().stream().map(DesiredSkill::code))
        .distinct()
        .forEach(code -> doc.add(token(SKILL, code)));
    row.thanks().forEach(kind -> doc.add(token(OFFERS, kind.name())));
    if (row.thanks().isEmpty()) {
      doc.add(token(TRAIT, THANKLESS));
    }
    if (row.travelPaid()) {
      doc.add(token(TRAIT, TRAVEL_PAID));
      doc.add(new NumericDocValuesField(TRAVEL, 1));
    }
    Place place = row.place();
    if (place == null) {
      doc.add(token(TRAIT, REMOTE));
    } else {
      doc.add(new LatLonPoint(PLACE, place.mesh().lat(), place.mesh().lon()));
    }
    addSlots(doc, row.slots());
    Texts.add(doc, row.text());
    return doc;
  }

  private static void addSlots(Document doc, List<SlotRow> slots) {
    if (slots.isEmpty()) {
      doc.add(token(TRAIT, SLOTLESS));
    }
    for (SlotRow slot : slots) {
      for (int h : HalfDays.needed(slot.startsAt(), slot.endsAt())) {
        doc.add(new IntPoint(DAY, Math.toIntExact(HalfDays.epochDay(h))));
        if (!slot.full()) {
          doc.add(token(NEEDS, halfDay(h)));
        }
      }
    }
  }

  static BytesRef skill(String code, int level) {
    return new BytesRef(level + code);
  }

  static BytesRef halfDay(int halfDay) {
    byte[] bytes = new byte[Integer.BYTES];
    NumericUtils.intToSortableBytes(halfDay, bytes, 0);
    return new BytesRef(bytes);
  }

  static BytesRef bytes(UUID id) {
    byte[] bytes = new byte[2 * Long.BYTES];
    NumericUtils.longToSortableBytes(id.getMostSignificantBits(), bytes, 0);
    NumericUtils.longToSortableBytes(id.getLeastSignificantBits(), bytes, Long.BYTES);
    return new BytesRef(bytes);
  }

  /** A box that surely holds the circle; the row decides to the metre. */
  static Rectangle box(Mesh centre, double km) {
    double wide = km * 1.01 + 1;
    return wide >= HALF_ROUND_THE_EARTH_KM
        ? new Rectangle(-90, 90, -180, 180)
        : Rectangle.fromPointDistance(centre.lat(), centre.lon(), wide * 1000);
  }

  private static DoubleRange reach(Mesh anchor, double km) {
    Rectangle box = box(anchor, km);
    boolean round = box.crossesDateline();
    return new DoubleRange(
        REACH,
        new double[] {box.minLat, round ? -180 : box.minLon},
        new double[] {box.maxLat, round ? 180 : box.maxLon});
  }

  private static BytesRef key(char kind, UUID id) {
    BytesRef id16 = bytes(id);
    byte[] key = new byte[1 + id16.length];
    key[0] = (byte) kind;
    System.arraycopy(id16.bytes, 0, key, 1, id16.length);
    return new BytesRef(key);
  }

  private static StringField token(String field, BytesRef value) {
    return new StringField(field, value, Field.Store.NO);
  }

  private static StringField token(String field, String value) {
    return new StringField(field, value, Field.Store.NO);
  }
}
