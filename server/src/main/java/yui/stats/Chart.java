package yui.stats;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.LongFunction;
import yui.core.Lang;

/**
 * Twelve pairs of columns as a picture, in its own units: 360 wide, its foot at 170; a page's table
 * beneath says the same in numbers.
 *
 * @param title what the columns are, also the picture's accessible name
 * @param first what the full columns mean; {@code second} the striped ones, empty without any
 */
record Chart(
    String id,
    String title,
    String first,
    String second,
    List<Line> lines,
    List<Column> columns,
    List<Name> names) {
  private static final int LEFT = 36;
  private static final int STEP = 27;
  private static final int FOOT = 170;
  private static final int HEIGHT = 150;

  /** A level across the picture and what it stands for. */
  record Line(int y, int textY, String label) {}

  record Column(String x, String y, String width, String height, boolean striped) {}

  /** A month below its columns. */
  record Name(int x, String label) {}

  /**
   * @param names twelve short names
   * @param second empty, or as long as the first
   */
  static Chart of(
      String id,
      String title,
      String firstName,
      String secondName,
      List<String> names,
      List<Long> first,
      List<Long> second,
      LongFunction<String> said) {
    long most = 1;
    for (long n : first) most = Math.max(most, n);
    for (long n : second) most = Math.max(most, n);
    long top = round(most);
    List<Line> lines = new ArrayList<>();
    for (int part = 0; part <= 2; part++) {
      int y = FOOT - HEIGHT * part / 2;
      if (part != 1 || top % 2 == 0) lines.add(new Line(y, y - 3, said.apply(top * part / 2)));
    }
    List<Column> columns = new ArrayList<>();
    List<Name> below = new ArrayList<>();
    double width = second.isEmpty() ? 18 : 10;
    for (int i = 0; i < names.size(); i++) {
      double x = LEFT + STEP * i + 3.0;
      column(columns, x, width, first.get(i), top, false);
      if (!second.isEmpty()) column(columns, x + width + 1, width, second.get(i), top, true);
      below.add(new Name(LEFT + STEP * i + 13, names.get(i)));
    }
    return new Chart(id, title, firstName, secondName, lines, columns, below);
  }

  /** The next of 1, 2, 5, 10, 20, 50 … */
  private static long round(long most) {
    long power = 1;
    while (power * 10 < most) power *= 10;
    for (long step : new long[] {1, 2, 5}) {
      if (most <= step * power) return Math.max(2, step * power);
    }
    return 10 * power;
  }

  private static void column(
      List<Column> columns, double x, double width, long value, long top, boolean striped) {
    if (value <= 0) return;
    double height = Math.max(1, (double) HEIGHT * value / top);
    columns.add(
        new Column(number(x), number(FOOT - height), number(width), number(height), striped));
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }

  /** {@code 12万}, {@code 120k}: short enough for the side of a picture. */
  static String brief(long n, Lang lang) {
    return lang.isEnglish() ? thousands(n) : manyfold(n);
  }

  private static String manyfold(long n) {
    return n >= 10_000 && n % 1_000 == 0
        ? (n % 10_000 == 0 ? Long.toString(n / 10_000) : Double.toString(n / 10_000.0)) + "万"
        : Long.toString(n);
  }

  private static String thousands(long n) {
    return n >= 10_000 && n % 1_000 == 0 ? n / 1_000 + "k" : Long.toString(n);
  }
}
