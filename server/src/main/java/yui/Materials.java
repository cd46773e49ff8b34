package yui;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Properties;
import yui.web.Json;

/**
 * What this program is made of, as CycloneDX tells it: libraries by the build, data, fonts and what
 * lies inside a library's archive by hand.
 */
record Materials(ObjectNode bill) {
  private static final String LIBRARIES = "/META-INF/sbom/libraries.cdx.json";
  private static final String DATA = "/META-INF/sbom/data.cdx.json";
  private static final String LICENCES = "/META-INF/sbom/licences.properties";

  /** One thing that is shipped; where it has several licences, any of them may be chosen. */
  record Material(String group, String name, String version, List<String> licences) {
    boolean isOurs() {
      return group.equals("yui");
    }

    String called() {
      return group.isEmpty() ? name : group + ":" + name;
    }
  }

  static Materials shipped() throws IOException {
    ObjectNode bill = tree(LIBRARIES);
    Properties licences = new Properties();
    try (InputStream in = open(LICENCES)) {
      licences.load(in);
    }
    for (JsonNode component : bill.path("components")) {
      String licence = licences.getProperty(component.path("group").asText());
      if (licence == null) continue;
      ArrayNode chosen = ((ObjectNode) component).putArray("licenses");
      chosen.addObject().putObject("license").put("id", licence);
    }
    bill.withArray("components").addAll((ArrayNode) tree(DATA).path("components"));
    return new Materials(bill);
  }

  private static ObjectNode tree(String resource) throws IOException {
    try (InputStream in = open(resource)) {
      return (ObjectNode) Json.MAPPER.readTree(in);
    }
  }

  private static InputStream open(String resource) {
    InputStream in = Materials.class.getResourceAsStream(resource);
    if (in == null) throw new NoSuchElementException(resource + ": this was not built by Maven");
    return in;
  }

  /** What others made, by name. */
  List<Material> ofOthers() {
    List<Material> found = new ArrayList<>();
    for (JsonNode component : bill.path("components")) {
      List<String> licences = new ArrayList<>();
      for (JsonNode choice : component.path("licenses")) {
        JsonNode licence = choice.path("license");
        licences.add(licence.path("id").asText(licence.path("name").asText()));
      }
      found.add(
          new Material(
              component.path("group").asText(),
              component.path("name").asText(),
              component.path("version").asText(),
              licences));
    }
    found.removeIf(Material::isOurs);
    found.sort(Comparator.comparing(Material::called));
    return found;
  }

  /** The same for people: a line each. */
  String table() {
    StringBuilder table = new StringBuilder("| what | version | licence |\n| --- | --- | --- |\n");
    for (Material material : ofOthers()) {
      table
          .append("| ")
          .append(material.called())
          .append(" | ")
          .append(material.version())
          .append(" | ")
          .append(String.join(" or ", material.licences()))
          .append(" |\n");
    }
    return table.toString();
  }
}
