package yui.engine;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.LowerCaseFilter;
import org.apache.lucene.analysis.TokenFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.core.KeywordTokenizer;
import org.apache.lucene.analysis.ja.JapaneseAnalyzer;
import org.apache.lucene.analysis.ja.JapaneseBaseFormFilter;
import org.apache.lucene.analysis.ja.JapaneseKatakanaStemFilter;
import org.apache.lucene.analysis.ja.JapanesePartOfSpeechStopFilter;
import org.apache.lucene.analysis.ja.JapaneseReadingFormFilter;
import org.apache.lucene.analysis.ja.JapaneseTokenizer;
import org.apache.lucene.analysis.ja.dict.UserDictionary;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.analysis.tokenattributes.OffsetAttribute;
import org.apache.lucene.analysis.tokenattributes.PositionIncrementAttribute;

/**
 * Words of a folded text: kuromoji with the words of the countryside, in base form, kana by their
 * sound; in the fields of readings as they are spoken, alone and with the words that follow.
 */
final class Japanese extends Analyzer {
  /** Positions count words, from and to chars of the folded text. */
  record Token(String term, int position, int from, int to) {}

  /** So wide that no phrase reaches from the title into the description. */
  private static final int BETWEEN_TEXTS = 1000;

  /** No field of the index: words as they are spoken, each once. */
  private static final String SPOKEN = "spoken";

  private final UserDictionary ruralWords = ruralWords();

  Japanese() {
    super(PER_FIELD_REUSE_STRATEGY);
  }

  /** Hiragana as katakana, and as one what sounds alike: ヅ and ズ, ヴァ and バ. */
  static String sound(String text) {
    StringBuilder sound = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = katakana(text.charAt(i));
      int small = i + 1 < text.length() ? "ァィェォ".indexOf(katakana(text.charAt(i + 1))) : -1;
      if (c == 'ヴ' && small >= 0) {
        sound.append("バビベボ".charAt(small));
        i++;
      } else {
        int alike = "ヂヅヲヴ".indexOf(c);
        sound.append(alike < 0 ? c : "ジズオブ".charAt(alike));
      }
    }
    return sound.toString();
  }

  static boolean isKana(int c) {
    return (c >= 'ぁ' && c <= 'ゖ') || (c >= 'ァ' && c <= 'ヺ') || c == 'ー' || c == 'ゝ' || c == 'ゞ';
  }

  @Override
  protected TokenStreamComponents createComponents(String field) {
    if (field.equals(Texts.NAME)) {
      KeywordTokenizer whole = new KeywordTokenizer();
      return new TokenStreamComponents(whole, Names.tokens(whole, this));
    }
    JapaneseTokenizer words =
        new JapaneseTokenizer(ruralWords, true, true, JapaneseTokenizer.Mode.SEARCH);
    if (field.equals(SPOKEN) || Texts.isSpoken(field)) {
      TokenStream spoken = new JapaneseReadingFormFilter(words);
      spoken = new SoundFilter(new LowerCaseFilter(spoken));
      return new TokenStreamComponents(words, field.equals(SPOKEN) ? spoken : new Runs(spoken));
    }
    TokenStream stream = new JapaneseBaseFormFilter(words);
    stream = new JapanesePartOfSpeechStopFilter(stream, JapaneseAnalyzer.getDefaultStopTags());
    stream = new SoundFilter(new LowerCaseFilter(stream));
    return new TokenStreamComponents(words, new JapaneseKatakanaStemFilter(stream));
  }

  @Override
  public int getPositionIncrementGap(String field) {
    return BETWEEN_TEXTS;
  }

  List<Token> tokens(String field, String folded) {
    try (TokenStream stream = tokenStream(field, folded)) {
      CharTermAttribute term = stream.addAttribute(CharTermAttribute.class);
      PositionIncrementAttribute step = stream.addAttribute(PositionIncrementAttribute.class);
      OffsetAttribute place = stream.addAttribute(OffsetAttribute.class);
      List<Token> tokens = new ArrayList<>();
      int position = -1;
      stream.reset();
      while (stream.incrementToken()) {
        position += step.getPositionIncrement();
        tokens.add(new Token(term.toString(), position, place.startOffset(), place.endOffset()));
      }
      stream.end();
      return tokens;
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  /** The terms alone. */
  List<String> terms(String field, String folded) {
    return tokens(field, folded).stream().map(Token::term).toList();
  }

  /** The whole as it is spoken, particles too. */
  String reading(String folded) {
    return String.join("", terms(SPOKEN, folded));
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

  private static final class SoundFilter extends TokenFilter {
    private final CharTermAttribute term = addAttribute(CharTermAttribute.class);

    SoundFilter(TokenStream in) {
      super(in);
    }

    @Override
    public boolean incrementToken() throws IOException {
      if (!input.incrementToken()) {
        return false;
      }
      String sound = sound(term.toString());
      term.setEmpty().append(sound);
      return true;
    }
  }
}
