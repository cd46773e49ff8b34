package yui.engine;

import java.time.LocalDate;
import org.apache.lucene.document.IntPoint;
import org.apache.lucene.document.LatLonPoint;
import org.apache.lucene.geo.Rectangle;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.util.BytesRef;

/** Queries that let every fitting row through and few others; the score has the last word. */
final class Filters {
  private Filters() {}

  /** Open tasks that have the words and pass the filters; distances are decided by the rows. */
  static Query found(TaskSearch search, Query words) {
    BooleanQuery.Builder all = new BooleanQuery.Builder();
    all.add(words, Occur.MUST);
    TaskFilter filter = search.filter();
    if (filter.communities() != null) {
      all.add(
          new TermInSetQuery(
              Documents.COMMUNITY, filter.communities().stream().map(Documents::bytes).toList()),
          Occur.FILTER);
    }
    if (filter.spot() != null) {
      filter(all, Texts.SPOT, new BytesRef(Texts.spot(filter.spot())));
    }
    if (filter.skill() != null) {
      filter(all, Documents.SKILL, new BytesRef(filter.skill()));
    }
    if (filter.reward() != null) {
      filter(all, Documents.OFFERS, new BytesRef(filter.reward().name()));
    }
    if (filter.travelPaid() != null) {
      all.add(trait(Documents.TRAVEL_PAID), filter.travelPaid() ? Occur.FILTER : Occur.MUST_NOT);
    }
    if (filter.days() != null) {
      all.add(days(filter.days()), Occur.FILTER);
    }
    if (filter.near() != null && filter.withinKm() != null) {
      all.add(near(filter.near().mesh(), filter.withinKm()), Occur.FILTER);
    }
    return all.build();
  }

  private static Query trait(String trait) {
    return new TermQuery(new Term(Documents.TRAIT, trait));
  }

  /** Tasks whose place may lie within so many km. */
  private static Query near(Mesh centre, double km) {
    Rectangle box = Documents.box(centre, km);
    return LatLonPoint.newBoxQuery(Documents.PLACE, box.minLat, box.maxLat, box.minLon, box.maxLon);
  }

  private static Query days(DayRange days) {
    return IntPoint.newRangeQuery(
        Documents.DAY,
        days.from() == null ? Integer.MIN_VALUE : dayNumber(days.from()),
        days.to() == null ? Integer.MAX_VALUE : dayNumber(days.to()));
  }

  private static int dayNumber(LocalDate day) {
    return Math.clamp(day.toEpochDay(), Integer.MIN_VALUE, Integer.MAX_VALUE);
  }

  private static void filter(BooleanQuery.Builder all, String field, BytesRef token) {
    all.add(new TermQuery(new Term(field, token)), Occur.FILTER);
  }
}
