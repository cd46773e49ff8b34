package yui.places;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** All municipalities and wards by code, as of the release. */
final class Municipalities {
  private static final class Read {
    static final TreeMap<String, Municipality> ALL = read();
  }

  private Municipalities() {}

  static Optional<Municipality> find(String code) {
    return Optional.ofNullable(Read.ALL.get(code));
  }

  /** Those of a prefecture, by code. */
  static List<Municipality> of(String prefecture) {
    if (!Prefectures.isCode(prefecture)) return Collections.emptyList();
    return new ArrayList<>(Read.ALL.subMap(prefecture, prefecture + ":").values());
  }

  private static TreeMap<String, Municipality> read() {
    TreeMap<String, Municipality> all = new TreeMap<>();
    for (String line : PlaceFiles.lines("names")) {
      String[] cells = line.split("\t", -1);
      if (cells[0].length() == 5) all.put(cells[0], new Municipality(cells[0], cells[1], cells[2]));
    }
    return all;
  }
}
