package yui.engine;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.SortedDocValuesField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a task's words: as written and as spoken, the title's also apart, and the names in
 * them that can be chosen or misspelled.
 */
final class Texts {
  static final String TITLE = "title";
  static final String TITLE_READING = "title_reading";
  static final String TEXT = "text";
  static final String READING = "reading";

  /** Words of the place's name, folded: what can be filtered by. */
  static final String SPOT = "spot";

  /** The first of them as it is written: what is counted. */
  static final String FIRST_SPOT = "first_spot";

  /** What {@link Names} know: how a name is written or spoken, and the name. */
  static final String NAME = "name";

  private static final Pattern BETWEEN_WORDS = Pattern.compile("[\\s、・,，/（）()「」]+");
  private static final Pattern KIND_OF_PLACE = Pattern.compile("(.{2,})(?:集落|地区|地内|[都道府県市区町村])");

  private Texts() {}

  static boolean isSpoken(String field) {
    return field.equals(READING) || field.equals(TITLE_READING);
  }

  static void add(Document doc, TaskText text) {
    String title = Folded.text(text.title());
    doc.add(new TextField(TITLE, title, Field.Store.NO));
    doc.add(new TextField(TITLE_READING, title, Field.Store.NO));
    folded(text)
        .forEach(
            words -> {
              doc.add(new TextField(TEXT, words, Field.Store.NO));
              doc.add(new TextField(READING, words, Field.Store.NO));
            });
    spots(text).forEach(spot -> doc.add(new StringField(SPOT, spot, Field.Store.NO)));
    String first = firstSpot(text);
    if (first != null) {
      doc.add(new SortedDocValuesField(FIRST_SPOT, new BytesRef(first)));
    }
    names(text).forEach(name -> doc.add(new TextField(NAME, name, Field.Store.NO)));
  }

  /** All that is read of a task, the title too, each text by itself. */
  static List<String> folded(TaskText text) {
    return Stream.of(
            List.of(
                text.title(),
                text.description(),
                text.placeLabel(),
                text.communityName(),
                text.groupName()),
            text.skillWords(),
            text.produceWords())
        .flatMap(List::stream)
        .map(Folded::text)
        .toList();
  }

  static List<String> spots(TaskText text) {
    return words(text.placeLabel()).stream()
        .flatMap(spot -> Stream.concat(Stream.of(spot), withoutKind(spot)))
        .map(Texts::spot)
        .distinct()
        .toList();
  }

  static @Nullable String firstSpot(TaskText text) {
    List<String> spots = words(text.placeLabel());
    return spots.isEmpty() ? null : spots.getFirst();
  }

  /** A word for a place as the index has it. */
  static String spot(String typed) {
    return Folded.text(typed).toLowerCase(Locale.ROOT);
  }

  static Set<String> names(TaskText text) {
    Set<String> names = new LinkedHashSet<>();
    Stream.of(text.placeLabel(), text.communityName(), text.groupName())
        .flatMap(label -> words(label).stream())
        .flatMap(place -> Stream.concat(Stream.of(place), withoutKind(place)))
        .forEach(names::add);
    Stream.concat(text.skillWords().stream(), text.produceWords().stream())
        .flatMap(words -> words(words).stream())
        .forEach(names::add);
    return names;
  }

  private static List<String> words(String label) {
    return BETWEEN_WORDS
        .splitAsStream(Folded.text(label))
        .filter(word -> word.length() > 1)
        .toList();
  }

  /** 西会津町 is also called 西会津, 中町集落 also 中町. */
  private static Stream<String> withoutKind(String place) {
    Matcher kind = KIND_OF_PLACE.matcher(place);
    return kind.matches() ? Stream.of(kind.group(1)) : Stream.empty();
  }
}
