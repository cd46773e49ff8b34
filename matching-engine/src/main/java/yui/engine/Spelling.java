package yui.engine;

import java.util.Arrays;
import java.util.UUID;
import java.util.function.Consumer;
import org.apache.lucene.index.Term;
import org.apache.lucene.util.ArrayUtil;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.UnicodeUtil;

/**
 * What can be asked of a resident, spelled as the terms of one field: a letter for the kind, then
 * the thing. A skill is spelled once a level up to the one held, so that "at least level 2" is one
 * term.
 */
final class Spelling {
  static final String FIELD = "is";

  private static final int ALL = '*';
  private static final int FIRST = '1';
  private static final int FOUND_BY = 'f';
  private static final int FREE = 'h';
  private static final int HELD = 's';
  private static final int LICENCE = 'l';
  private static final int WISH = 'w';

  private byte[] bytes = new byte[24];
  private int length;
  private int[] ends = new int[1];
  private int tokens;

  static Term term(Consumer<Spelling> token) {
    Spelling spelling = new Spelling();
    token.accept(spelling);
    return new Term(FIELD, new BytesRef(Arrays.copyOf(spelling.bytes, spelling.length)));
  }

  /** Tells the first of a resident's documents from the others. */
  void first() {
    add(FIRST);
    end();
  }

  void foundByAll() {
    add(FOUND_BY);
    add(ALL);
    end();
  }

  void foundBy(UUID community) {
    add(FOUND_BY);
    addLong(community.getMostSignificantBits());
    addLong(community.getLeastSignificantBits());
    end();
  }

  void held(BytesRef skill, int level) {
    add(HELD);
    add(level);
    addBytes(skill);
    end();
  }

  void held(String skill, int level) {
    add(HELD);
    add(level);
    addText(skill);
    end();
  }

  void licence(BytesRef code) {
    add(LICENCE);
    addBytes(code);
    end();
  }

  void licence(String code) {
    add(LICENCE);
    addText(code);
    end();
  }

  void free(int halfDay) {
    add(FREE);
    addInt(halfDay);
    end();
  }

  void wish(Thanks kind) {
    add(WISH);
    add(kind.ordinal());
    end();
  }

  /** Told no wish, which accepts every thanks. */
  void wishless() {
    add(WISH);
    add(ALL);
    end();
  }

  /** Every token of a resident but {@link #first}. */
  void resident(ResidentRow row) {
    if (row.findable().byAll()) {
      foundByAll();
    }
    row.findable().communities().forEach(this::foundBy);
    for (SkillLevel skill : row.skills()) {
      for (int level = 1; level <= skill.level(); level++) {
        held(skill.code(), level);
      }
    }
    row.licences().forEach(licence -> licence(licence.code()));
    row.freeHalfDays().forEach(this::free);
    row.wishes().forEach(this::wish);
    if (row.wishes().isEmpty()) {
      wishless();
    }
  }

  void forgetLast() {
    tokens--;
    length = tokens == 0 ? 0 : ends[tokens - 1];
  }

  void clear() {
    length = 0;
    tokens = 0;
  }

  int tokens() {
    return tokens;
  }

  /** Points the bytes at a token. */
  void read(int token, BytesRef into) {
    into.bytes = bytes;
    into.offset = token == 0 ? 0 : ends[token - 1];
    into.length = ends[token] - into.offset;
  }

  private void addBytes(BytesRef text) {
    bytes = ArrayUtil.grow(bytes, length + text.length);
    System.arraycopy(text.bytes, text.offset, bytes, length, text.length);
    length += text.length;
  }

  private void addText(String text) {
    bytes = ArrayUtil.grow(bytes, length + UnicodeUtil.maxUTF8Length(text.length()));
    length = UnicodeUtil.UTF16toUTF8(text, 0, text.length(), bytes, length);
  }

  private void addLong(long value) {
    addInt((int) (value >>> Integer.SIZE));
    addInt((int) value);
  }

  private void addInt(int value) {
    for (int shift = 24; shift >= 0; shift -= 8) {
      add(value >>> shift);
    }
  }

  private void add(int value) {
    bytes = ArrayUtil.grow(bytes, length + 1);
    bytes[length++] = (byte) value;
  }

  private void end() {
    ends = ArrayUtil.grow(ends, tokens + 1);
    ends[tokens++] = length;
  }
}
