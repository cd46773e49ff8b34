package yui.torture;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import yui.privacy.Register;
import yui.vault.Vault;

/** Words where no column is a word: inside JSON, in files, and under seals. */
final class BuriedCanaries {
  private static final ObjectMapper JSON = new ObjectMapper();
  // What people write, not what programs name things with.
  private static final Pattern WRITTEN = Pattern.compile(".*[\\u3000-\\uffef ].*", Pattern.DOTALL);
  private static final Set<String> ABOUT_PERSON = Set.of("bank_accounts", "totp_secrets");
  private static final List<String> OF_ACCOUNT = List.of("SELF", "OFFICIAL");

  private final Connection all;
  private final Canaries canaries;
  private final Vault vault;

  BuriedCanaries(Connection all, Canaries canaries, Vault vault) {
    this.all = all;
    this.canaries = canaries;
    this.vault = vault;
  }

  void plant(Register register) throws SQLException {
    for (Register.Table table : register.tables()) {
      Map<String, String> types = Canaries.types(all, table.name());
      for (String column : table.secret().keySet()) {
        String type = types.getOrDefault(column, "");
        if (type.equals("jsonb")) inJson(table, types, column);
        if (type.equals("bytea") && column.equals("sealed")) underSeal(table, types);
        if (type.equals("bytea") && column.equals("bytes")) inFile(table, types);
      }
    }
  }

  /** A letter that has not gone yet would tell the word to whom it is for. */
  private void inJson(Register.Table table, Map<String, String> types, String column)
      throws SQLException {
    String where = table.name().equals("outbox") ? "t.sent_at is not null" : "true";
    try (PreparedStatement find =
            all.prepareStatement(
                "select %s::text from %s where ctid = ?::tid".formatted(column, table.name()));
        PreparedStatement update =
            all.prepareStatement(
                "update %s set %s = ?::jsonb where ctid = ?::tid"
                    .formatted(table.name(), column))) {
      for (Canaries.Row row : Canaries.rows(all, table, types, where)) {
        find.setString(1, row.place());
        String json;
        try (ResultSet found = find.executeQuery()) {
          found.next();
          json = found.getString(1);
        }
        if (json == null || !WRITTEN.matcher(json).matches()) continue;
        update.setString(1, reworded(json, canaries.word(row.canary(), column, table)));
        update.setString(2, row.place());
        update.executeUpdate();
      }
    }
  }

  private static String reworded(String json, String word) {
    try {
      return reworded(JSON.readTree(json), word).toString();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static JsonNode reworded(JsonNode node, String word) {
    if (node.isTextual()) {
      return WRITTEN.matcher(node.asText()).matches() ? TextNode.valueOf(word) : node;
    }
    if (node instanceof ObjectNode object) {
      object.properties().forEach(field -> field.setValue(reworded(field.getValue(), word)));
    } else if (node instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) array.set(i, reworded(array.get(i), word));
    }
    return node;
  }

  private void underSeal(Register.Table table, Map<String, String> types) throws SQLException {
    boolean account = table.name().equals("bank_accounts");
    String about = ABOUT_PERSON.contains(table.name()) ? "person_id" : "id";
    try (PreparedStatement find =
            all.prepareStatement(
                "select %s::text, key_id, sealed from %s where ctid = ?::tid"
                    .formatted(about, table.name()));
        PreparedStatement update =
            all.prepareStatement(
                "update %s set key_id = ?, sealed = ? where ctid = ?::tid"
                    .formatted(table.name()))) {
      for (Canaries.Row row : Canaries.rows(all, table, types, "true")) {
        find.setString(1, row.place());
        try (ResultSet found = find.executeQuery()) {
          found.next();
          String of = found.getString(1);
          Vault.Sealed before = new Vault.Sealed(found.getString(2), found.getBytes(3));
          String word =
              account
                  ? canaries.word(row.canary(), "sealed", OF_ACCOUNT)
                  : canaries.word(row.canary(), "sealed", table);
          String plain = account ? inHolder(vault.open(before, of), word) : word;
          Vault.Sealed sealed = vault.seal(plain.getBytes(StandardCharsets.UTF_8), of);
          update.setString(1, sealed.key());
          update.setBytes(2, sealed.bytes());
          update.setString(3, row.place());
          update.executeUpdate();
        }
      }
    }
  }

  /** Whom the account belongs to stands last in what is sealed. */
  private static String inHolder(byte[] account, String word) {
    String text = new String(account, StandardCharsets.UTF_8);
    return text.substring(0, text.lastIndexOf('\t') + 1) + word.toUpperCase(Locale.ROOT);
  }

  private void inFile(Register.Table table, Map<String, String> types) throws SQLException {
    String size = types.containsKey("size") ? ", size = length(?)" : "";
    String digest = types.containsKey("sha256") ? ", sha256 = sha256(?)" : "";
    String sql = "update %s set bytes = ?%s%s where ctid = ?::tid";
    try (PreparedStatement update =
        all.prepareStatement(sql.formatted(table.name(), size, digest))) {
      for (Canaries.Row row : Canaries.rows(all, table, types, "true")) {
        byte[] word = canaries.word(row.canary(), "bytes", table).getBytes(StandardCharsets.UTF_8);
        int slot = 1;
        update.setBytes(slot++, word);
        if (!size.isEmpty()) update.setBytes(slot++, word);
        if (!digest.isEmpty()) update.setBytes(slot++, word);
        update.setString(slot, row.place());
        update.executeUpdate();
      }
    }
  }
}
