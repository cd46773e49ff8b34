package yui.tasks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import yui.Reader;
import yui.Town;
import yui.Visitor;

/** Pictures: what is kept of them, who sees them, what is no picture. */
class PhotosTest {
  private static final String SECRET = "GPSLatitude 37.66N of the house";
  private static Town town;
  private static Visitor ward;
  private static String draft;
  private static String open;

  @BeforeAll
  static void furnish() throws Exception {
    town = Town.furnished();
    ward = town.as("ward@town.example");
    draft = ward.post("/communities/" + town.community() + "/tasks", town.mowing()).is(201).id();
    open = town.posted(town.mowing());
  }

  @AfterAll
  static void close() {
    town.close();
  }

  @Test
  void add_photoOfATelephone_keepsThePictureUprightAndNothingElse() throws Exception {
    JsonNode photo =
        ward.upload("/tasks/" + open + "/photos", jpeg(1600, 1200, 6), "農道").is(201).body();
    assertEquals(3, photo.path("sizes").size());
    assertEquals(1200, photo.at("/sizes/2/width").asInt(), "turned as the camera was held");
    assertEquals(1600, photo.at("/sizes/2/height").asInt());
    byte[] kept = town.stranger().bytes(photo.at("/sizes/2/href").asText());
    assertFalse(new String(kept, StandardCharsets.ISO_8859_1).contains("GPS"));
    BufferedImage drawn = ImageIO.read(new ByteArrayInputStream(kept));
    assertTrue(isRed(drawn.getRGB(1100, 100)), "what was left on top is now right on top");
    assertFalse(isRed(drawn.getRGB(100, 1500)));
    JsonNode shown = town.stranger().get("/tasks/" + open).is(200).body().path("photos");
    assertTrue(shown.findValuesAsText("alt").contains("農道"));
  }

  @Test
  void add_pngAndWebP_areTakenByWhatTheyAre() throws Exception {
    ward.upload("/tasks/" + draft + "/photos", png(40, 30), "絵").is(201);
    byte[] webp = Base64.getDecoder().decode("UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA==");
    ward.upload("/tasks/" + draft + "/photos", webp, "点").is(201);
  }

  @Test
  void add_whatIsNoPicture_isRefused() throws Exception {
    byte[] cut = jpeg(400, 300, 1);
    for (byte[] bad :
        List.of(
            "<svg onload=alert(1)>".getBytes(StandardCharsets.UTF_8),
            "GIF89a".getBytes(StandardCharsets.UTF_8),
            Arrays.copyOf(png(40, 30), 40),
            Arrays.copyOf(cut, 20),
            new byte[] {1})) {
      Visitor.Reply refused =
          ward.upload("/tasks/" + draft + "/photos", bad, "何か").refuses(400, "invalid_input");
      assertEquals("photo_unreadable", refused.body().at("/errors/0/code").asText());
    }
    assertEquals(
        "missing",
        ward.upload("/tasks/" + draft + "/photos", new byte[0], "何か")
            .is(400)
            .body()
            .at("/errors/0/code")
            .asText());
    assertEquals(
        "/alt",
        ward.upload("/tasks/" + draft + "/photos", png(4, 3), "")
            .is(400)
            .body()
            .at("/errors/0/pointer")
            .asText());
    ward.post("/tasks/" + draft + "/photos", Map.of("alt", "x"))
        .refuses(415, "content_type_not_multipart");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "multipart/form-data; boundary=x; charset=nope",
        "multipart/form-data; boundary=x; charset=%%",
        "multipart/form-data; boundary=x; charset=",
        "multipart/form-data; charset=%%; boundary=x",
        "multipart/form-data; boundary=",
        "multipart/form-data"
      })
  void form_ofATypeThatCannotBeRead_isBadInput(String type) throws Exception {
    String body = form("Content-Type: text/plain");
    for (String path : List.of("/api/v1/tasks/" + draft + "/photos", "/tasks/" + draft, "/login")) {
      Visitor.Reply reply = ward.with("Content-Type", type).raw("POST", path, body);
      assertTrue(
          List.of(303, 400, 401, 403, 404, 415).contains(reply.status()), path + " " + reply);
    }
    town.stranger().get("/tasks/" + open).is(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Type: text/plain; charset=nope",
        "Content-Type: text/plain; charset=%%",
        "Content-Type: text/plain; charset=",
        "Content-Disposition: form-data; name=\"alt\"; filename*=nope''a",
        "Content-Disposition: form-data; name=\"alt\"; filename*=%%''a",
        "Content-Disposition: form-data; name=\"alt\"; filename*=UTF-8''%zz",
        "Content-Transfer-Encoding: nope",
        "Content-Length: many"
      })
  void part_thatCannotBeRead_isBadInput(String head) throws Exception {
    Visitor.Reply reply =
        ward.with("Content-Type", "multipart/form-data; boundary=x")
            .post("/tasks/" + draft + "/photos", form(head));
    assertTrue(reply.status() == 400 || reply.status() == 415, reply.toString());
  }

  // A second line of the same name would be the one that counts.
  private static String form(String head) {
    String named = "Content-Disposition: form-data; name=\"alt\"\r\n";
    String heads = head.startsWith("Content-Disposition") ? head : named + head;
    return "--x\r\n" + heads + "\r\n\r\n絵\r\n--x--\r\n";
  }

  @Test
  void add_bombThatUnpacksToGigabytes_isRefusedUnopened() throws Exception {
    assertEquals(
        "photo_too_many_pixels",
        ward.upload("/tasks/" + draft + "/photos", bomb(30_000, 30_000), "黒")
            .is(400)
            .body()
            .at("/errors/0/code")
            .asText());
  }

  @Test
  void add_moreThanTheLimit_isRefusedByItsLength() throws Exception {
    ward.upload("/tasks/" + draft + "/photos", new byte[13 << 20], "大")
        .refuses(413, "photo_too_large");
  }

  @Test
  void get_pictureOfADraft_isThereForItsOwnSideAlone() throws Exception {
    JsonNode photo =
        ward.upload("/tasks/" + draft + "/photos", png(500, 400), "下書き").is(201).body();
    String at = "/photos/" + photo.path("id").asText() + "/SMALL";
    ward.get(at).is(200);
    town.as("r1@town.example").get(at).refuses(404, "not_found");
    town.stranger().get(at).refuses(404, "not_found");
    ward.delete("/photos/" + photo.path("id").asText()).is(204);
    ward.get(at).refuses(404, "not_found");
  }

  @Test
  void turn_problemWithAPicture_showsItInTheTaskUnlessItIsAHouse() throws Exception {
    Visitor local = town.as("local@town.example");
    Visitor desk = town.as("desk@town.example");
    for (boolean house : new boolean[] {false, true}) {
      Map<String, Object> told =
          house
              ? Map.of("words", "枝", "household", Map.of("name", "佐藤", "address", "中町"))
              : Map.of("words", "枝");
      String need = local.post("/communities/" + town.community() + "/needs", told).is(201).id();
      local.upload("/needs/" + need + "/photos", png(50, 40), "屋根にかかる枝").is(201);
      assertEquals(house ? 0 : 1, ward.get("/needs/" + need).body().path("photos").size());
      JsonNode turned =
          desk.post(
                  "/needs/" + need + "/tasks",
                  Map.of("groupId", town.group(), "drafts", List.of(Map.of("title", "枝切り"))))
              .is(201)
              .body();
      JsonNode task = ward.get("/tasks/" + turned.at("/tasks/0/id").asText()).is(200).body();
      assertEquals(house ? 0 : 1, task.path("photos").size());
    }
  }

  @Test
  void remove_pictureOfAProblem_isForItsTellerAndTheDesk() throws Exception {
    Visitor local = town.as("local@town.example");
    Visitor desk = town.as("desk@town.example");
    String need =
        local
            .post("/communities/" + town.community() + "/needs", Map.of("words", "倒れた木"))
            .is(201)
            .id();
    String first = local.upload("/needs/" + need + "/photos", png(50, 40), "木").is(201).id();
    String second = local.upload("/needs/" + need + "/photos", png(50, 40), "木").is(201).id();
    ward.delete("/photos/" + first).is(403);
    local.delete("/photos/" + first).is(204);
    desk.delete("/photos/" + second).is(204);
  }

  @Test
  void pages_withAForm_tellAndShowThePicture() throws Exception {
    Reader teller = town.reader().comesIn("teller@town.example");
    String needs = "/communities/" + town.community() + "/needs";
    teller.get(needs).is(200).says("multipart/form-data");
    teller.postPicture(needs, png(30, 20), "words", "倒れた木", "alt", "").is(400).says("倒れた木");
    teller.get(needs);
    teller.postPicture(needs, png(30, 20), "words", "倒れた木", "alt", "道をふさぐ木").leadsTo(needs);
    Reader host = town.reader().comesIn("ward@town.example");
    host.get("/tasks/" + open + "/manage").is(200).says("写真を載せる");
    host.postPicture("/tasks/" + open + "/photos", png(700, 500), "alt", "水路のようす")
        .leadsTo("/tasks/" + open + "/manage");
    String html = town.reader().get("/tasks/" + open).is(200).says("水路のようす").html();
    String src =
        html.replaceAll("(?s).*<img src=\"(/photos/[^\"]+)\".*", "$1").replace("&#x2F;", "/");
    assertEquals(200, town.reader().get(src).status());
    town.reader().postPicture(needs, png(3, 2), "words", "誰か", "alt", "x").is(401);
  }

  private static boolean isRed(int rgb) {
    Color color = new Color(rgb);
    return color.getRed() > 200 && color.getGreen() < 60;
  }

  /** Black, with a red upper left quarter. */
  private static BufferedImage picture(int width, int height) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D pen = image.createGraphics();
    pen.setColor(Color.RED);
    pen.fillRect(0, 0, width / 4, height / 4);
    pen.dispose();
    return image;
  }

  private static byte[] png(int width, int height) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageIO.write(picture(width, height), "png", bytes);
    return bytes.toByteArray();
  }

  /** With EXIF that tells how it was held, and where. */
  private static byte[] jpeg(int width, int height, int orientation) throws IOException {
    ByteArrayOutputStream plain = new ByteArrayOutputStream();
    ImageIO.write(picture(width, height), "jpeg", plain);
    byte[] secret = SECRET.getBytes(StandardCharsets.US_ASCII);
    ByteBuffer exif = ByteBuffer.allocate(10 + 8 + 2 + 12 + 4 + secret.length);
    exif.putShort((short) 0xffe1).putShort((short) (exif.capacity() - 2));
    exif.put("Exif\0\0".getBytes(StandardCharsets.US_ASCII));
    exif.putShort((short) 0x4d4d).putShort((short) 42).putInt(8);
    exif.putShort((short) 1).putShort((short) 0x0112).putShort((short) 3).putInt(1);
    exif.putShort((short) orientation).putShort((short) 0).putInt(0).put(secret);
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    whole.write(plain.toByteArray(), 0, 2);
    whole.write(exif.array());
    whole.write(plain.toByteArray(), 2, plain.size() - 2);
    return whole.toByteArray();
  }

  /** A PNG of a few kilobytes whose head promises so many pixels. */
  private static byte[] bomb(int width, int height) throws IOException {
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    png.write(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});
    ByteBuffer head = ByteBuffer.allocate(13);
    head.putInt(width).putInt(height).put(new byte[] {8, 2, 0, 0, 0});
    chunk(png, "IHDR", head.array());
    Deflater deflater = new Deflater(9);
    deflater.setInput(new byte[10 << 20]);
    deflater.finish();
    byte[] packed = new byte[1 << 16];
    int length = deflater.deflate(packed);
    deflater.end();
    chunk(png, "IDAT", Arrays.copyOf(packed, length));
    chunk(png, "IEND", new byte[0]);
    return png.toByteArray();
  }

  private static void chunk(ByteArrayOutputStream png, String name, byte[] data)
      throws IOException {
    byte[] named =
        ByteBuffer.allocate(4 + data.length)
            .put(name.getBytes(StandardCharsets.US_ASCII))
            .put(data)
            .array();
    CRC32 crc = new CRC32();
    crc.update(named);
    png.write(ByteBuffer.allocate(4).putInt(data.length).array());
    png.write(named);
    png.write(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
  }
}
