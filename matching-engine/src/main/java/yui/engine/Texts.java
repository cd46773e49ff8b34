package yui.engine;

import java.util.List;
import java.util.stream.Stream;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.TextField;

/** The fields of a task's words: as written and as spoken, the title's also apart. */
final class Texts {
  static final String TITLE = "title";
  static final String TITLE_READING = "title_reading";
  static final String TEXT = "text";
  static final String READING = "reading";

  private Texts() {}

  static boolean isSpoken(String field) {
    return field.equals(READING) || field.equals(TITLE_READING);
  }

  static void add(Document doc, TaskText text) {
    String title = Folded.text(text.title());
    doc.add(new TextField(TITLE, title, Field.Store.NO));
    doc.add(new TextField(TITLE_READING, title, Field.Store.NO));
    Stream.of(
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
        .forEach(
            words -> {
              doc.add(new TextField(TEXT, words, Field.Store.NO));
              doc.add(new TextField(READING, words, Field.Store.NO));
            });
  }
}
