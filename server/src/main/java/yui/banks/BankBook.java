package yui.banks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/** The banks and branches of Japan by their codes, as of the release. */
final class BankBook {
  /** A branch, with the names a bank's file carries. */
  record Branch(
      String bankCode,
      String branchCode,
      String bank,
      String bankKana,
      String name,
      String nameKana) {}

  private static final class Read {
    static final BankBook ALL = read();
  }

  private final Map<String, String[]> names;

  private BankBook(Map<String, String[]> names) {
    this.names = names;
  }

  /** Read at first use and kept. */
  static BankBook all() {
    return Read.ALL;
  }

  /** A branch by the four digits of its bank and its own three. */
  Optional<Branch> find(String bankCode, String branchCode) {
    String[] bank = names.get(bankCode);
    String[] branch = names.get(bankCode + branchCode);
    if (bank == null || branch == null || branchCode.isEmpty()) return Optional.empty();
    return Optional.of(new Branch(bankCode, branchCode, bank[0], bank[1], branch[0], branch[1]));
  }

  /** Letters of the list itself that no bank takes: none, unless the list is damaged. */
  String foreignLetters() {
    return names.values().stream()
        .map(name -> BankText.foreign(name[1]))
        .filter(foreign -> !foreign.isEmpty())
        .findFirst()
        .orElse("");
  }

  boolean knowsBank(String bankCode) {
    return bankCode.length() == 4 && names.containsKey(bankCode);
  }

  // One line a bank, followed by its branches: bank code, branch code or nothing, name, kana.
  private static BankBook read() {
    Map<String, String[]> names = new HashMap<>(65_536);
    try (InputStream in = BankBook.class.getResourceAsStream("/banks.tsv.gz")) {
      if (in == null) throw new IllegalStateException("missing banks.tsv.gz");
      BufferedReader lines =
          new BufferedReader(
              new InputStreamReader(new GZIPInputStream(in), StandardCharsets.UTF_8));
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String[] cells = line.split("\t", -1);
        names.put(cells[0] + cells[1], new String[] {cells[2], BankText.of(cells[3])});
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new BankBook(names);
  }
}
