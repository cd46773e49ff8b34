package yui.torture;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import yui.web.Contract;

/**
 * An operation as the contract tells it, with its example for a body.
 *
 * @param needed parameters of the query that it wants
 * @param example null where it takes no JSON
 * @param file the name of the file that it takes, or empty
 * @param fields what else its form wants
 */
record Operation(
    String id,
    String method,
    String path,
    Set<String> who,
    List<String> needed,
    @Nullable JsonNode example,
    String file,
    Map<String, String> fields) {
  private static final Pattern PARAMETER = Pattern.compile("\\{(\\w+)}");
  private static final String BOUNDARY = "yui-torture";
  private static final String CALENDAR = "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n";

  static List<Operation> all() {
    JsonNode tree = Contract.load().tree();
    List<Operation> all = new ArrayList<>();
    for (Map.Entry<String, JsonNode> path : tree.path("paths").properties()) {
      for (Map.Entry<String, JsonNode> method : path.getValue().properties()) {
        JsonNode told = method.getValue();
        if (!told.has("operationId")) continue;
        Set<String> who = new HashSet<>();
        told.path("x-who").forEach(one -> who.add(one.asText()));
        List<String> needed = new ArrayList<>();
        for (JsonNode parameter : told.path("parameters")) {
          JsonNode known = resolved(tree, parameter);
          if (known.path("in").asText().equals("query") && known.path("required").asBoolean()) {
            needed.add(known.path("name").asText());
          }
        }
        JsonNode content = told.path("requestBody").path("content");
        JsonNode json = content.path("application/json");
        String file = "";
        Map<String, String> fields = new TreeMap<>();
        JsonNode form = resolved(tree, content.path("multipart/form-data").path("schema"));
        for (Map.Entry<String, JsonNode> field : form.path("properties").properties()) {
          if (field.getValue().path("format").asText().equals("binary")) file = field.getKey();
          else fields.put(field.getKey(), field.getValue().at("/enum/0").asText("試験"));
        }
        all.add(
            new Operation(
                told.path("operationId").asText(),
                method.getKey().toUpperCase(Locale.ROOT),
                path.getKey(),
                who,
                needed,
                json.isMissingNode() ? null : json.path("example"),
                file,
                fields));
      }
    }
    return all;
  }

  private static JsonNode resolved(JsonNode tree, JsonNode node) {
    String ref = node.path("$ref").asText();
    return ref.isEmpty() ? node : tree.at(ref.substring(1));
  }

  boolean isRead() {
    return method.equals("GET");
  }

  /** The parameters of its path, in their order. */
  List<String> parameters() {
    return PARAMETER.matcher(path).results().map(found -> found.group(1)).toList();
  }

  /** The request about a thing, without a token. */
  HttpRequest.Builder about(String address, Map<String, String> thing, @Nullable ObjectNode body) {
    String at =
        PARAMETER
            .matcher(path)
            .replaceAll(found -> Matcher.quoteReplacement(value(found.group(1), thing)));
    StringJoiner query = new StringJoiner("&", "?", "").setEmptyValue("");
    for (String name : needed) {
      query.add(name + "=" + URLEncoder.encode(value(name, thing), StandardCharsets.UTF_8));
    }
    if (path.endsWith("/journal")) query.add("format=hledger");
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(address + "/api/v1" + at + query));
    if (method.equals("POST")) request.header("Idempotency-Key", UUID.randomUUID().toString());
    if (!file.isEmpty()) {
      request.header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY);
      return request.method(method, HttpRequest.BodyPublishers.ofByteArray(form()));
    }
    if (body == null) return request.method(method, HttpRequest.BodyPublishers.noBody());
    request.header("Content-Type", "application/json");
    return request.method(method, HttpRequest.BodyPublishers.ofString(body.toString()));
  }

  /** Its example, that may be changed; null where it takes none. */
  @Nullable ObjectNode body() {
    return example instanceof ObjectNode object ? object.deepCopy() : null;
  }

  private static String value(String name, Map<String, String> thing) {
    String own = thing.get(name);
    if (own != null) return own;
    String today = LocalDate.now(ZoneId.of("Asia/Tokyo")).toString();
    return switch (name) {
      case "from", "to", "until" -> today;
      case "year" -> today.substring(0, 4);
      case "size" -> "SMALL";
      case "postalCode" -> "9694406";
      case "prefecture" -> "07";
      case "format" -> "CSV";
      default -> UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
    };
  }

  private byte[] form() {
    String head =
        "--%s\r\nContent-Disposition: form-data; name=\"%s\"; filename=\"%s\"\r\nContent-Type: %s\r\n\r\n"
            .formatted(
                BOUNDARY,
                file,
                isCalendar() ? "a.ics" : "a.png",
                isCalendar() ? "text/calendar" : "image/png");
    ByteArrayOutputStream form = new ByteArrayOutputStream();
    fields.forEach(
        (name, value) ->
            form.writeBytes(
                "--%s\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n%s\r\n"
                    .formatted(BOUNDARY, name, value)
                    .getBytes(StandardCharsets.UTF_8)));
    form.writeBytes(head.getBytes(StandardCharsets.UTF_8));
    form.writeBytes(isCalendar() ? CALENDAR.getBytes(StandardCharsets.US_ASCII) : picture());
    form.writeBytes(("\r\n--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.US_ASCII));
    return form.toByteArray();
  }

  private boolean isCalendar() {
    return file.equals("calendar");
  }

  private static byte[] picture() {
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    try {
      ImageIO.write(new BufferedImage(4, 3, BufferedImage.TYPE_INT_RGB), "png", png);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return png.toByteArray();
  }
}
