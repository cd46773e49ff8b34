package yui.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.apache.lucene.document.BinaryDocValuesField;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.index.Term;
import org.apache.lucene.queries.function.FunctionScoreQuery;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.DoubleValues;
import org.apache.lucene.search.DoubleValuesSource;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TopScoreDocCollectorManager;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.BytesRef;

/**
 * Lucene as any good engineer would ask it first: a document a resident, a filter for each thing
 * that can be looked up, and a function that scores what is left.
 */
final class Naive implements Contender {
  private static final String ROW = "row";
  private static final String NUMBER = "number";
  private static final String HELD = "held";
  private static final String LICENCE = "licence";
  private static final String FREE = "free";
  private static final String WISH = "wish";
  private static final String FOUND_BY = "found_by";
  private static final String ANY = "any";
  private static final int THREADS = 2;
  private static final int BATCH = 10_000;

  private final Path directory;
  private final DirectoryReader reader;
  private final IndexSearcher searcher;
  private final double seconds;

  private Naive(Path directory, double seconds) throws IOException {
    this.directory = directory;
    this.seconds = seconds;
    reader = DirectoryReader.open(FSDirectory.open(directory));
    searcher = new IndexSearcher(reader);
    // The same task is asked several times here; a cache would answer what it has seen before.
    searcher.setQueryCache(null);
  }

  /** Merged into no more segments than the other index has. */
  static Naive build(Path directory, Residents residents, int segments) throws IOException {
    try (Progress progress = new Progress("naive Lucene", residents.count);
        FSDirectory files = FSDirectory.open(directory);
        IndexWriter writer =
            new IndexWriter(files, new IndexWriterConfig().setRAMBufferSizeMB(256))) {
      List<CompletableFuture<Void>> threads = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        int from = (int) ((long) residents.count * i / THREADS);
        int to = (int) ((long) residents.count * (i + 1) / THREADS);
        threads.add(CompletableFuture.runAsync(() -> add(writer, residents, from, to, progress)));
      }
      threads.forEach(CompletableFuture::join);
      writer.commit();
      writer.forceMerge(segments);
      writer.commit();
      return new Naive(directory, progress.seconds());
    }
  }

  private static void add(
      IndexWriter writer, Residents residents, int from, int to, Progress progress) {
    try {
      for (int i = from; i < to; i++) {
        writer.addDocument(document(residents, i));
        if (i % BATCH == 0) {
          progress.add(BATCH);
        }
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static Document document(Residents residents, int at) {
    Document document = new Document();
    document.add(new NumericDocValuesField(NUMBER, residents.number[at]));
    document.add(new BinaryDocValuesField(ROW, new BytesRef(residents.bytes(at))));
    for (int i = Residents.SKILLS * at; i < Residents.SKILLS * (at + 1); i++) {
      for (int level = 1; level <= (residents.skills[i] & 3); level++) {
        if (residents.skills[i] != Residents.NONE) {
          document.add(token(HELD, held(residents.skills[i] >> 2, level)));
        }
      }
    }
    for (int i = Residents.LICENCES * at; i < Residents.LICENCES * (at + 1); i++) {
      if (residents.licences[i] != 0) {
        document.add(token(LICENCE, "" + ((residents.licences[i] & 0xFFFF) >> 12)));
      }
    }
    for (int halfDay = 0; halfDay < Calendar.HALF_DAYS; halfDay++) {
      if (residents.freeOn(at, halfDay)) {
        document.add(token(FREE, "" + halfDay));
      }
    }
    for (int kind = 0; kind < 3; kind++) {
      if ((residents.wishes[at] >> kind & 1) == 1) {
        document.add(token(WISH, "" + kind));
      }
    }
    if (residents.wishes[at] == 0) {
      document.add(token(WISH, ANY));
    }
    int community = residents.foundBy[at];
    document.add(token(FOUND_BY, community == Residents.NONE ? ANY : "" + community));
    return document;
  }

  @Override
  public String name() {
    return "Lucene, filters and FunctionScoreQuery";
  }

  @Override
  public Answer ask(Asked task) {
    try {
      ScoreDoc[] found =
          searcher.search(
                  new FunctionScoreQuery(filters(task), new Scoring(task)),
                  new TopScoreDocCollectorManager(Top.K, null, Top.K))
              .scoreDocs;
      int fitting = 0;
      while (fitting < found.length && found[fitting].score > 0) {
        fitting++;
      }
      int[] numbers = new int[fitting];
      double[] scores = new double[fitting];
      for (int i = 0; i < fitting; i++) {
        numbers[i] = number(found[i].doc);
        scores[i] = found[i].score;
      }
      return new Answer(numbers, scores);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static Query filters(Asked task) {
    BooleanQuery.Builder all = new BooleanQuery.Builder();
    for (int i = 0; i < task.required.length; i++) {
      all.add(term(HELD, held(task.required[i], task.levels[i])), Occur.FILTER);
    }
    if (task.needed.length > 0) {
      all.add(in(FREE, Arrays.stream(task.needed).mapToObj(h -> "" + h).toList()), Occur.FILTER);
    }
    if (task.licence != 0) {
      all.add(term(LICENCE, "" + task.licence), Occur.FILTER);
    }
    if (task.thanks != 0) {
      List<String> accepted = new ArrayList<>(List.of(ANY));
      IntStream.range(0, 3)
          .filter(kind -> (task.thanks >> kind & 1) == 1)
          .forEach(kind -> accepted.add("" + kind));
      all.add(in(WISH, accepted), Occur.FILTER);
    }
    all.add(in(FOUND_BY, List.of(ANY, "" + task.community)), Occur.FILTER);
    return all.build();
  }

  private int number(int doc) throws IOException {
    LeafReaderContext leaf = reader.leaves().get(ReaderUtil.subIndex(doc, reader.leaves()));
    NumericDocValues numbers = leaf.reader().getNumericDocValues(NUMBER);
    numbers.advanceExact(doc - leaf.docBase);
    return (int) numbers.longValue();
  }

  private static String held(int skill, int level) {
    return skill + "." + level;
  }

  private static StringField token(String field, String value) {
    return new StringField(field, value, Field.Store.NO);
  }

  private static Query term(String field, String value) {
    return new TermQuery(new Term(field, value));
  }

  private static Query in(String field, List<String> values) {
    return new TermInSetQuery(field, values.stream().map(value -> new BytesRef(value)).toList());
  }

  @Override
  public long bytes() {
    return Disk.bytes(directory);
  }

  @Override
  public double seconds() {
    return seconds;
  }

  @Override
  public void close() {
    try {
      reader.close();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** The formula over the row of each document. */
  private static final class Scoring extends DoubleValuesSource {
    private final Asked task;

    Scoring(Asked task) {
      this.task = task;
    }

    @Override
    public DoubleValues getValues(LeafReaderContext leaf, DoubleValues scores) throws IOException {
      BinaryDocValues rows = leaf.reader().getBinaryDocValues(ROW);
      Residents one = new Residents(1);
      return new DoubleValues() {
        @Override
        public boolean advanceExact(int doc) throws IOException {
          if (!rows.advanceExact(doc)) {
            return false;
          }
          BytesRef row = rows.binaryValue();
          one.read(row.bytes, row.offset);
          return true;
        }

        @Override
        public double doubleValue() {
          return Math.max(0, task.score(one, 0, Asked.FILTERED));
        }
      };
    }

    @Override
    public boolean needsScores() {
      return false;
    }

    @Override
    public DoubleValuesSource rewrite(IndexSearcher searcher) {
      return this;
    }

    @Override
    public boolean isCacheable(LeafReaderContext leaf) {
      return false;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(task);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Scoring that && that.task == task;
    }

    @Override
    public String toString() {
      return "scoring";
    }
  }
}
