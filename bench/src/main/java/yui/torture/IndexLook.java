package yui.torture;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.SortedDocValues;
import org.apache.lucene.index.SortedSetDocValues;
import org.apache.lucene.index.StoredFieldVisitor;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.BytesRef;

/**
 * Everything that a directory's indexes say, as text: each term, stored field and value of a
 * column, of deleted documents, too; and the bytes of files that are no index's.
 */
final class IndexLook {
  /** What is taken down. */
  interface Taken {
    void take(String text);
  }

  private final Taken taken;
  private int indexes;
  private int terms;
  private int values;

  IndexLook(Taken taken) {
    this.taken = taken;
  }

  void at(Path directory) throws IOException {
    Set<Path> folders = new TreeSet<>();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        // An index's own files are compressed: they are opened, and read as they are besides.
        taken.take(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
        if (String.valueOf(file.getFileName()).startsWith("segments_")) {
          folders.add(file.toAbsolutePath().getParent());
        }
      }
    }
    for (Path folder : folders) {
      try (Directory there = FSDirectory.open(folder);
          DirectoryReader reader = DirectoryReader.open(there)) {
        indexes++;
        for (LeafReaderContext leaf : reader.leaves()) look(leaf.reader());
      }
    }
  }

  int indexes() {
    return indexes;
  }

  int terms() {
    return terms;
  }

  int values() {
    return values;
  }

  private void look(LeafReader leaf) throws IOException {
    for (FieldInfo field : leaf.getFieldInfos()) {
      taken.take(field.name);
      terms(leaf.terms(field.name));
      switch (field.getDocValuesType()) {
        case BINARY -> binary(leaf.getBinaryDocValues(field.name));
        case SORTED -> sorted(leaf.getSortedDocValues(field.name));
        case SORTED_SET -> sorted(leaf.getSortedSetDocValues(field.name));
        default -> {
          // numbers, or none
        }
      }
    }
    StoredFields stored = leaf.storedFields();
    for (int doc = 0; doc < leaf.maxDoc(); doc++) stored.document(doc, new Stored());
  }

  private void terms(Terms of) throws IOException {
    if (of == null) return;
    TermsEnum all = of.iterator();
    for (BytesRef term = all.next(); term != null; term = all.next()) {
      terms++;
      take(term);
    }
  }

  private void binary(BinaryDocValues column) throws IOException {
    while (column.nextDoc() != DocIdSetIterator.NO_MORE_DOCS) {
      values++;
      take(column.binaryValue());
    }
  }

  private void sorted(SortedDocValues column) throws IOException {
    for (int i = 0; i < column.getValueCount(); i++) {
      values++;
      take(column.lookupOrd(i));
    }
  }

  private void sorted(SortedSetDocValues column) throws IOException {
    for (long i = 0; i < column.getValueCount(); i++) {
      values++;
      take(column.lookupOrd(i));
    }
  }

  // A row's bytes are no text as a whole, words within are.
  private void take(BytesRef bytes) {
    taken.take(new String(bytes.bytes, bytes.offset, bytes.length, StandardCharsets.ISO_8859_1));
  }

  private final class Stored extends StoredFieldVisitor {
    @Override
    public Status needsField(FieldInfo field) {
      return Status.YES;
    }

    @Override
    public void stringField(FieldInfo field, String value) {
      values++;
      taken.take(value);
    }

    @Override
    public void binaryField(FieldInfo field, byte[] value) {
      values++;
      taken.take(new String(value, StandardCharsets.ISO_8859_1));
    }
  }
}
