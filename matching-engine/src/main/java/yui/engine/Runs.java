package yui.engine;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.apache.lucene.analysis.TokenFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.ja.JapaneseAnalyzer;
import org.apache.lucene.analysis.ja.tokenattributes.PartOfSpeechAttribute;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.analysis.tokenattributes.OffsetAttribute;
import org.apache.lucene.analysis.tokenattributes.PositionIncrementAttribute;
import org.jspecify.annotations.Nullable;

/**
 * Each word alone and joined with the next few, so that what is typed in kana without knowing where
 * words end is found by its beginning. No run begins with a particle.
 */
final class Runs extends TokenFilter {
  private static final int MOST_WORDS = 4;

  /** A word as it is spoken. */
  private record Spoken(String reading, boolean particle, int from, int to) {}

  /** What goes out next. */
  private record Run(String reading, int step, int from, int to) {}

  private final CharTermAttribute term = addAttribute(CharTermAttribute.class);
  private final OffsetAttribute place = addAttribute(OffsetAttribute.class);
  private final PositionIncrementAttribute step = addAttribute(PositionIncrementAttribute.class);
  private final PartOfSpeechAttribute speech = addAttribute(PartOfSpeechAttribute.class);
  private final Deque<Spoken> ahead = new ArrayDeque<>();
  private final Deque<Run> ready = new ArrayDeque<>();
  private int skipped;

  Runs(TokenStream in) {
    super(in);
  }

  @Override
  public boolean incrementToken() throws IOException {
    while (ready.isEmpty()) {
      fill();
      Spoken first = ahead.poll();
      if (first == null) {
        return false;
      }
      join(first);
    }
    Run run = ready.remove();
    clearAttributes();
    term.append(run.reading());
    place.setOffset(run.from(), run.to());
    step.setPositionIncrement(run.step());
    return true;
  }

  @Override
  public void reset() throws IOException {
    super.reset();
    ahead.clear();
    ready.clear();
    skipped = 0;
  }

  private void fill() throws IOException {
    while (ahead.size() < MOST_WORDS && input.incrementToken()) {
      ahead.add(
          new Spoken(
              term.toString(),
              isParticle(speech.getPartOfSpeech()),
              place.startOffset(),
              place.endOffset()));
    }
  }

  private void join(Spoken first) {
    if (first.particle()) {
      skipped++;
      return;
    }
    List<Spoken> words = new ArrayList<>(List.of(first));
    words.addAll(ahead);
    StringBuilder reading = new StringBuilder();
    for (Spoken word : words) {
      reading.append(word.reading());
      int forward = reading.length() == first.reading().length() ? 1 + skipped : 0;
      ready.add(new Run(reading.toString(), forward, first.from(), word.to()));
    }
    skipped = 0;
  }

  private static boolean isParticle(@Nullable String partOfSpeech) {
    return partOfSpeech != null && JapaneseAnalyzer.getDefaultStopTags().contains(partOfSpeech);
  }
}
