package yui.matching;

import java.text.Normalizer;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import yui.communities.Community;
import yui.core.Lang;
import yui.engine.DayRange;
import yui.places.Prefectures;
import yui.web.Words;

/**
 * What was typed into the one field: the words to look for, and those that stand for days, places
 * or travel money. A filter that was set by itself is not taken from words, too.
 *
 * @param q what is left to look for; null for nothing
 */
record Meaning(@Nullable String q, List<Understood> understood) {
  private static final Pattern WORD =
      Pattern.compile("[\"“”][^\"“”]*(?:[\"“”]|$)|[^\"“”\\p{IsWhite_Space}]+");
  private static final Pattern TWO_WORDS =
      Pattern.compile("\\b(this|next) (weekend|week|month|\\w+day)\\b", Pattern.CASE_INSENSITIVE);
  private static final Pattern OF_A_PLACE = Pattern.compile("(.+?)(?:の|で|に)(.+)");
  private static final Pattern TRAVEL = Pattern.compile("交通費(?:あり|有り|つき|付き|支給|が出る)");
  private static final Pattern KIND = Pattern.compile("(.{2,})[市区町村]");

  /** Nothing but words to look for. */
  static Meaning plain(@Nullable String q) {
    return new Meaning(q == null || q.isBlank() ? null : q, List.of());
  }

  Optional<Understood> of(String filter) {
    return understood.stream().filter(one -> one.filter().equals(filter)).findFirst();
  }

  /** The days of the understood words. */
  @Nullable DayRange days() {
    return of(Understood.DAYS).map(days -> DateWords.Span.parse(days.value()).range()).orElse(null);
  }

  boolean hasPlace() {
    return understood.stream().anyMatch(Understood::isPlace);
  }

  /** As it would be typed with other words to look for. */
  String typed(String others) {
    return typed(understood, others);
  }

  /** As it would be typed without one of the understood words. */
  String without(Understood word) {
    return typed(understood.stream().filter(one -> one != word).toList(), q == null ? "" : q);
  }

  private static String typed(List<Understood> understood, String others) {
    return Stream.concat(understood.stream().map(Understood::text), Stream.of(others))
        .filter(word -> !word.isEmpty())
        .collect(Collectors.joining(" "));
  }

  /** Reads what was typed. */
  static final class Reading {
    private final SearchFilters asked;
    private final LocalDate today;
    private final List<Community> communities;
    private final Function<Collection<String>, Set<String>> spots;
    private final boolean withPlaces;
    private final Words words;
    private final Lang lang;
    private final List<Understood> understood = new ArrayList<>();
    private final List<String> left = new ArrayList<>();
    private boolean taken;

    /**
     * @param spots those of some words that name spots where tasks are
     */
    Reading(
        SearchFilters asked,
        LocalDate today,
        List<Community> communities,
        Function<Collection<String>, Set<String>> spots,
        boolean withPlaces,
        Words words,
        Lang lang) {
      this.asked = asked;
      this.today = today;
      this.communities = communities;
      this.spots = spots;
      this.withPlaces = withPlaces;
      this.words = words;
      this.lang = lang;
    }

    Meaning meaning() {
      String q = asked.q();
      if (q == null || q.isBlank()) return plain(null);
      String joined = TWO_WORDS.matcher(q).replaceAll("$1_$2");
      Matcher typed = WORD.matcher(joined);
      while (typed.find()) {
        String word = typed.group();
        if ("\"“”".indexOf(word.charAt(0)) >= 0) left.add(word.replace('_', ' '));
        else read(word);
      }
      if (!taken) return plain(q);
      return new Meaning(left.isEmpty() ? null : String.join(" ", left), List.copyOf(understood));
    }

    private void read(String word) {
      String folded = Normalizer.normalize(word, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
      if (isDays(folded) || isTravel(folded)) return;
      if (withPlaces && (isPlace(folded, folded) || isOfAPlace(folded))) return;
      left.add(isTwoWords(folded) ? word.replace('_', ' ') : word);
    }

    private static boolean isTwoWords(String folded) {
      return folded.startsWith("this_") || folded.startsWith("next_");
    }

    private boolean isDays(String folded) {
      Optional<DateWords.Said> said = DateWords.read(folded, today);
      said.ifPresent(
          days -> {
            taken = true;
            if (asked.from() == null && asked.to() == null) addDays(days);
            if (!days.rest().isBlank()) read(days.rest());
          });
      return said.isPresent();
    }

    /** Two words for days mean from the first to the last of both. */
    private void addDays(DateWords.Said said) {
      DateWords.Span days = said.days();
      String text = said.text();
      for (Understood other : understood) {
        if (!other.filter().equals(Understood.DAYS)) continue;
        days = days.with(DateWords.Span.parse(other.value()));
        text = other.text() + " " + text;
      }
      understood.removeIf(other -> other.filter().equals(Understood.DAYS));
      add(text, Understood.DAYS, days.toString(), days.spoken(lang));
    }

    private boolean isTravel(String folded) {
      if (asked.travelPaid() != null || !TRAVEL.matcher(folded).matches()) return false;
      add(folded, Understood.TRAVEL_PAID, "true", words.say(lang, "tasks.travel_paid"));
      return true;
    }

    private boolean isOfAPlace(String folded) {
      Matcher place = OF_A_PLACE.matcher(folded);
      if (!place.matches() || !isPlace(place.group(1), place.group(1))) return false;
      read(place.group(2));
      return true;
    }

    private boolean isPlace(String folded, String typed) {
      boolean narrowed = asked.communityId() != null || isUnderstood(Understood.COMMUNITY);
      if (!narrowed) {
        for (Community community : communities) {
          if (isCalled(community, folded)) {
            String id = community.id().toString();
            add(typed, Understood.COMMUNITY, id, community.name(lang));
            return true;
          }
        }
      }
      if (!narrowed && asked.prefecture() == null && !isUnderstood(Understood.PREFECTURE)) {
        for (String prefecture : prefectures()) {
          if (Prefectures.isCalled(prefecture, folded)) {
            String name = Prefectures.name(prefecture, lang);
            add(typed, Understood.PREFECTURE, prefecture, name);
            return true;
          }
        }
      }
      boolean free = asked.place() == null && !isUnderstood(Understood.PLACE);
      if (!free || spots.apply(List.of(folded)).isEmpty()) return false;
      add(typed, Understood.PLACE, folded, folded);
      return true;
    }

    private Set<String> prefectures() {
      Set<String> prefectures = new HashSet<>();
      communities.forEach(community -> Prefectures.of(community).ifPresent(prefectures::add));
      return prefectures;
    }

    private static boolean isCalled(Community community, String folded) {
      Matcher kind = KIND.matcher(community.name());
      return folded.equals(community.name())
          || (kind.matches() && folded.equals(kind.group(1)))
          || folded.equals(community.nameEn().toLowerCase(Locale.ROOT));
    }

    private boolean isUnderstood(String filter) {
      return understood.stream().anyMatch(one -> one.filter().equals(filter));
    }

    private void add(String text, String filter, String value, String label) {
      taken = true;
      understood.add(new Understood(text, filter, value, label));
    }
  }
}
