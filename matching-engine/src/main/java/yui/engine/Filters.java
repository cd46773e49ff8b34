package yui.engine;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.apache.lucene.document.DoubleRange;
import org.apache.lucene.document.IntPoint;
import org.apache.lucene.document.LatLonPoint;
import org.apache.lucene.geo.Rectangle;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.ConstantScoreQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.util.BytesRef;

/** Queries that let every fitting row through and few others; the score has the last word. */
final class Filters {
  private Filters() {}

  static Query candidates(TaskSide task, Excluded excluded) {
    BooleanQuery.Builder all = new BooleanQuery.Builder();
    all.add(
        in(
            Documents.FOUND_BY,
            List.of(new BytesRef(Documents.ANY), Documents.bytes(task.community))),
        Occur.FILTER);
    for (int i = 0; i < task.required.length; i++) {
      BytesRef token = Documents.skill(task.required[i].utf8ToString(), task.requiredLevels[i]);
      all.add(new TermQuery(new Term(Documents.HELD, token)), Occur.FILTER);
    }
    for (BytesRef licence : task.licences) {
      all.add(new TermQuery(new Term(Documents.LICENCE, licence)), Occur.FILTER);
    }
    if (!task.slotless) {
      all.add(in(Documents.FREE, halfDays(task.needed)), Occur.FILTER);
    }
    if (task.thanks != 0) {
      List<BytesRef> accepted = new ArrayList<>(names(task.thanks));
      accepted.add(new BytesRef(Documents.ANY));
      all.add(in(Documents.WISH, accepted), Occur.FILTER);
    }
    Mesh mesh = task.mesh;
    if (mesh != null) {
      double[] point = {mesh.lat(), mesh.lon()};
      all.add(DoubleRange.newContainsQuery(Documents.REACH, point, point), Occur.FILTER);
    }
    without(all, Documents.KEY, excluded.ids(), id -> Documents.residentKey(id).bytes());
    return all.build();
  }

  static Query tasks(ResidentSide resident, Excluded excluded, int todayHalfDay) {
    BooleanQuery.Builder all = new BooleanQuery.Builder();
    all.add(trait(Documents.TASK), Occur.FILTER);
    List<BytesRef> held = new ArrayList<>();
    for (int i = 0; i < resident.skills.length; i++) {
      for (int level = 1; level <= resident.levels[i]; level++) {
        held.add(Documents.skill(resident.skills[i].utf8ToString(), level));
      }
    }
    all.add(either(trait(Documents.SKILL_LESS), in(Documents.REQUIRES, held)), Occur.FILTER);
    int[] free = Arrays.stream(resident.freeHalfDays()).filter(h -> h >= todayHalfDay).toArray();
    all.add(either(trait(Documents.SLOTLESS), in(Documents.NEEDS, halfDays(free))), Occur.FILTER);
    if (resident.wishes != 0) {
      all.add(
          either(trait(Documents.THANKLESS), in(Documents.OFFERS, names(resident.wishes))),
          Occur.FILTER);
    }
    if (resident.anchors.length == 0) {
      all.add(trait(Documents.REMOTE), Occur.FILTER);
    } else if (resident.maxKm < Double.POSITIVE_INFINITY) {
      List<Query> reached = new ArrayList<>(List.of(trait(Documents.REMOTE)));
      for (Mesh anchor : resident.anchors) {
        reached.add(near(anchor, resident.maxKm));
      }
      all.add(either(reached.toArray(Query[]::new)), Occur.FILTER);
    }
    without(all, Documents.KEY, excluded.ids(), id -> Documents.taskKey(id).bytes());
    without(all, Documents.COMMUNITY, excluded.communities(), Documents::bytes);
    without(all, Documents.GROUP, excluded.groups(), Documents::bytes);
    return all.build();
  }

  /** Open tasks that have the words and pass the filters; distances are decided by the rows. */
  static Query found(TaskSearch search, Query words) {
    BooleanQuery.Builder all = new BooleanQuery.Builder();
    all.add(trait(Documents.TASK), Occur.FILTER);
    all.add(words, Occur.MUST);
    TaskFilter filter = search.filter();
    if (filter.communities() != null) {
      all.add(
          in(Documents.COMMUNITY, filter.communities().stream().map(Documents::bytes).toList()),
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

  private static Query either(Query... queries) {
    BooleanQuery.Builder any = new BooleanQuery.Builder();
    for (Query query : queries) {
      any.add(query, Occur.SHOULD);
    }
    return new ConstantScoreQuery(any.build());
  }

  private static Query in(String field, Collection<BytesRef> tokens) {
    return new TermInSetQuery(field, tokens);
  }

  private static void without(
      BooleanQuery.Builder all,
      String field,
      Collection<UUID> ids,
      Function<UUID, BytesRef> token) {
    if (!ids.isEmpty()) {
      all.add(in(field, ids.stream().map(token).toList()), Occur.MUST_NOT);
    }
  }

  private static List<BytesRef> halfDays(int[] halfDays) {
    return Arrays.stream(halfDays).mapToObj(Documents::halfDay).toList();
  }

  private static List<BytesRef> names(int thanks) {
    return RowFormat.kinds(thanks).stream().map(kind -> new BytesRef(kind.name())).toList();
  }
}
