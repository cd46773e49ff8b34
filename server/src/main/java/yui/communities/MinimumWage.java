package yui.communities;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an hour of work for wages is worth at least where the community lies. As shipped: the
 * regional minimum wages of fiscal 2025 (令和7年度地域別最低賃金) as the Ministry of Health, Labour and
 * Welfare published them, each from its own day on, and those of fiscal 2024 before.
 *
 * @param from the day from which it holds
 * @param decided whether the community decided it, or it came with the software
 */
public record MinimumWage(int yen, @Nullable LocalDate from, boolean decided) {
  /** The fiscal year of the latest that came with the software. */
  static final int SHIPPED_YEAR = 2025;

  // The prefecture of the community's code; yen an hour in fiscal 2024 and 2025; from when.
  private static final String TABLE =
      """
      01 1010 1075 2025-10-04
      02 953 1029 2025-11-21
      03 952 1031 2025-12-01
      04 973 1038 2025-10-04
      05 951 1031 2026-03-31
      06 955 1032 2025-12-23
      07 955 1033 2026-01-01
      08 1005 1074 2025-10-12
      09 1004 1068 2025-10-01
      10 985 1063 2026-03-01
      11 1078 1141 2025-11-01
      12 1076 1140 2025-10-03
      13 1163 1226 2025-10-03
      14 1162 1225 2025-10-04
      15 985 1050 2025-10-02
      16 998 1062 2025-10-12
      17 984 1054 2025-10-08
      18 984 1053 2025-10-08
      19 988 1052 2025-12-01
      20 998 1061 2025-10-03
      21 1001 1065 2025-10-18
      22 1034 1097 2025-11-01
      23 1077 1140 2025-10-18
      24 1023 1087 2025-11-21
      25 1017 1080 2025-10-05
      26 1058 1122 2025-11-21
      27 1114 1177 2025-10-16
      28 1052 1116 2025-10-04
      29 986 1051 2025-11-16
      30 980 1045 2025-11-01
      31 957 1030 2025-10-04
      32 962 1033 2025-11-17
      33 982 1047 2025-12-01
      34 1020 1085 2025-11-01
      35 979 1043 2025-10-16
      36 980 1046 2026-01-01
      37 970 1036 2025-10-18
      38 956 1033 2025-12-01
      39 952 1023 2025-12-01
      40 992 1057 2025-11-16
      41 956 1030 2025-11-21
      42 953 1031 2025-12-01
      43 952 1034 2026-01-01
      44 954 1035 2026-01-01
      45 952 1023 2025-11-16
      46 953 1026 2025-11-01
      47 952 1023 2025-12-01
      """;

  private record Line(int before, int yen, LocalDate from) {}

  private static final Map<String, Line> BY_PREFECTURE = new HashMap<>();

  static {
    for (String line : TABLE.strip().split("\n")) {
      String[] cells = line.strip().split(" ");
      BY_PREFECTURE.put(
          cells[0],
          new Line(
              Integer.parseInt(cells[1]), Integer.parseInt(cells[2]), LocalDate.parse(cells[3])));
    }
  }

  /**
   * @param code the municipality's
   */
  static Optional<MinimumWage> shipped(String code, LocalDate day) {
    Line line = BY_PREFECTURE.get(code.substring(0, Math.min(2, code.length())));
    if (line == null) return Optional.empty();
    return Optional.of(
        day.isBefore(line.from())
            ? new MinimumWage(line.before(), null, false)
            : new MinimumWage(line.yen(), line.from(), false));
  }
}
