package yui.places;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The postal codes of Japan: the file as it is, and where each of its lines begins. As objects they
 * would take ten times the room.
 */
final class PostalCodes {
  private static final class Read {
    static final PostalCodes ALL = new PostalCodes(PlaceFiles.read("postal"));
  }

  private static final int WHOLE = 7;
  private static final int FIRST = 5;

  private final byte[] text;
  private final int[] starts;

  private PostalCodes(byte[] text) {
    this.text = text;
    int[] found = new int[text.length / 10];
    int lines = 0;
    int start = 0;
    for (int i = 0; i < text.length; i++) {
      if (text[i] != '\n') continue;
      found[lines++] = start;
      start = i + 1;
    }
    this.starts = Arrays.copyOf(found, lines);
  }

  /** Read at first use and kept: 3.4 MB. */
  static PostalCodes all() {
    return Read.ALL;
  }

  /** Seven digits of whatever was typed: 〒９６９−４４０６, 969 4406. */
  static Optional<String> typed(String text) {
    String plain =
        Normalizer.normalize(text, Normalizer.Form.NFKC).replaceAll("[〒\\s‐‑–—―−ー－-]", "");
    return plain.matches("[0-9]{7}") ? Optional.of(plain) : Optional.empty();
  }

  /** What lies behind seven digits, a municipality an entry; nothing where nobody gets post. */
  List<PostalPlace> find(String code) {
    List<PostalPlace> places = under(code);
    return places.isEmpty() && code.length() == WHOLE ? under(code.substring(0, FIRST)) : places;
  }

  private List<PostalPlace> under(String code) {
    byte[] wanted = (code + "\t").getBytes(StandardCharsets.US_ASCII);
    int low = 0;
    int high = starts.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (compare(starts[middle], wanted) < 0) low = middle + 1;
      else high = middle;
    }
    List<PostalPlace> places = new ArrayList<>();
    for (int line = low; line < starts.length && compare(starts[line], wanted) == 0; line++) {
      String[] cells = line(line).split("\t");
      List<String> towns = List.of(cells).subList(2, cells.length);
      Municipalities.find(cells[1]).ifPresent(m -> places.add(new PostalPlace(m, towns)));
    }
    return places;
  }

  private int compare(int start, byte[] wanted) {
    return Arrays.compare(text, start, start + wanted.length, wanted, 0, wanted.length);
  }

  private String line(int line) {
    int end = line + 1 < starts.length ? starts[line + 1] : text.length;
    return new String(text, starts[line], end - 1 - starts[line], StandardCharsets.UTF_8);
  }
}
