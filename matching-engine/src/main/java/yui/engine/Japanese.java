package yui.engine;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.LowerCaseFilter;
import org.apache.lucene.analysis.TokenFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.ja.JapaneseAnalyzer;
import org.apache.lucene.analysis.ja.JapaneseBaseFormFilter;
import org.apache.lucene.analysis.ja.JapaneseKatakanaStemFilter;
import org.apache.lucene.analysis.ja.JapanesePartOfSpeechStopFilter;
import org.apache.lucene.analysis.ja.JapaneseReadingFormFilter;
import org.apache.lucene.analysis.ja.JapaneseTokenizer;
import org.apache.lucene.analysis.ja.dict.UserDictionary;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.analysis.tokenattributes.PositionIncrementAttribute;

/**
 * Words of a text: kuromoji with the words of the countryside, in base form, hiragana folded into
 * katakana; in the field {@link Documents#READING} as they are spoken.
 */
final class Japanese extends Analyzer {
  record Token(String term, int position) {}

  /** So wide that no phrase reaches from the title into the description. */
  private static final int BETWEEN_TEXTS = 1000;

  private final UserDictionary ruralWords = ruralWords();

  Japanese() {
    super(PER_FIELD_REUSE_STRATEGY);
  }

  /** NFKC, so that widths and compatibility signs do not matter. To be done before analysis. */
  static String fold(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFKC);
  }

  static String katakana(String text) {
    char[] chars = text.toCharArray();
    for (int i = 0; i < chars.length; i++) {
      chars[i] = katakana(chars[i]);
    }
    return new String(chars);
  }

  static boolean isKana(int c) {
    return (c >= 'ぁ' && c <= 'ゖ') || (c >= 'ァ' && c <= 'ヺ') || c == 'ー' || c == 'ゝ' || c == 'ゞ';
  }

  @Override
  protected TokenStreamComponents createComponents(String field) {
    JapaneseTokenizer words =
        new JapaneseTokenizer(ruralWords, true, true, JapaneseTokenizer.Mode.SEARCH);
    boolean spoken = field.equals(Documents.READING);
    TokenStream stream = spoken ? words : new JapaneseBaseFormFilter(words);
    stream = new JapanesePartOfSpeechStopFilter(stream, JapaneseAnalyzer.getDefaultStopTags());
    if (spoken) {
      stream = new JapaneseReadingFormFilter(stream);
    }
    stream = new KatakanaFilter(new LowerCaseFilter(stream));
    return new TokenStreamComponents(
        words, spoken ? stream : new JapaneseKatakanaStemFilter(stream));
  }

  @Override
  public int getPositionIncrementGap(String field) {
    return BETWEEN_TEXTS;
  }

  List<Token> tokens(String field, String folded) {
    try (TokenStream stream = tokenStream(field, folded)) {
      CharTermAttribute term = stream.addAttribute(CharTermAttribute.class);
      PositionIncrementAttribute step = stream.addAttribute(PositionIncrementAttribute.class);
      List<Token> tokens = new ArrayList<>();
      int position = -1;
      stream.reset();
      while (stream.incrementToken()) {
        position += step.getPositionIncrement();
        tokens.add(new Token(term.toString(), position));
      }
      stream.end();
      return tokens;
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  private static char katakana(char c) {
    boolean hiragana = (c >= 'ぁ' && c <= 'ゖ') || c == 'ゝ' || c == 'ゞ';
    return hiragana ? (char) (c + ('ァ' - 'ぁ')) : c;
  }

  private static UserDictionary ruralWords() {
    try (InputStream in = Japanese.class.getResourceAsStream("rural-words.csv")) {
      return UserDictionary.open(
          new InputStreamReader(Objects.requireNonNull(in), StandardCharsets.UTF_8));
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  private static final class KatakanaFilter extends TokenFilter {
    private final CharTermAttribute term = addAttribute(CharTermAttribute.class);

    KatakanaFilter(TokenStream in) {
      super(in);
    }

    @Override
    public boolean incrementToken() throws IOException {
      if (!input.incrementToken()) {
        return false;
      }
      char[] buffer = term.buffer();
      for (int i = 0; i < term.length(); i++) {
        buffer[i] = katakana(buffer[i]);
      }
      return true;
    }
  }
}
