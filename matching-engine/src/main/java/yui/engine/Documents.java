package yui.engine;

import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.lucene.document.BinaryDocValuesField;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.IntPoint;
import org.apache.lucene.document.LatLonPoint;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.geo.Rectangle;
import org.apache.lucene.index.Term;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.NumericUtils;

/**
 * Tasks as Lucene documents: words, tokens that narrow, columns that bound, one binary row that
 * decides, nothing stored.
 */
final class Documents {
  static final String KEY = "key";
  static final String ROW = "row";

  static final String TRAIT = "trait";
  static final String COMMUNITY = "community";
  static final String GROUP = "group";
  static final String REQUIRES = "requires";
  static final String SKILL = "skill";
  static final String OFFERS = "offers";
  static final String PLACE = "place";
  static final String DAY = "day";
  static final String TRAVEL = "travel";

  static final String REMOTE = "remote";
  static final String THANKLESS = "thankless";
  static final String TRAVEL_PAID = "travel-paid";

  static final String REQUIRES_SO_MANY = "requires-";

  /** So many required skills and licences are counted in tokens; the row knows of more. */
  static final int MOST_COUNTED = 4;

  private static final double HALF_ROUND_THE_EARTH_KM = 19_000;

  private Documents() {}

  static Term key(UUID id) {
    return new Term(KEY, bytes(id));
  }

  static Document of(TaskRow row) {
    Document doc = new Document();
    doc.add(token(KEY, bytes(row.id())));
    doc.add(new BinaryDocValuesField(ROW, TaskSide.encode(row)));
    TaskColumns.add(row, doc);
    doc.add(token(COMMUNITY, bytes(row.communityId())));
    UUID group = row.groupId();
    if (group != null) {
      doc.add(token(GROUP, bytes(group)));
    }
    addRequired(doc, row);
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

  /** Levels are exact here: who holds a higher one asks for all up to theirs. */
  private static void addRequired(Document doc, TaskRow row) {
    row.requiredSkills()
        .forEach(skill -> doc.add(token(REQUIRES, skill(skill.code(), skill.level()))));
    row.requiredLicences().forEach(licence -> doc.add(token(REQUIRES, licence(licence))));
    int required = row.requiredSkills().size() + row.requiredLicences().size();
    for (int i = 1; i <= Math.min(required, MOST_COUNTED); i++) {
      doc.add(token(TRAIT, REQUIRES_SO_MANY + i));
    }
  }

  private static void addSlots(Document doc, List<SlotRow> slots) {
    for (SlotRow slot : slots) {
      for (int h : HalfDays.needed(slot.startsAt(), slot.endsAt())) {
        doc.add(new IntPoint(DAY, Math.toIntExact(HalfDays.epochDay(h))));
      }
    }
  }

  static BytesRef skill(String code, int level) {
    return new BytesRef(level + code);
  }

  static BytesRef licence(String code) {
    return new BytesRef('l' + code);
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

  private static StringField token(String field, BytesRef value) {
    return new StringField(field, value, Field.Store.NO);
  }

  private static StringField token(String field, String value) {
    return new StringField(field, value, Field.Store.NO);
  }
}
