package yui.papers;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSString;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;

/**
 * Sets a paper on A4: the same paper always gives the same bytes, for a document's usual date and
 * random id are left out.
 */
final class Typesetter {
  private static final PDRectangle A4 = PDRectangle.A4;
  private static final float MARGIN = 56;
  private static final float WIDTH = A4.getWidth() - 2 * MARGIN;
  private static final float TOP = A4.getHeight() - MARGIN;
  private static final float BOTTOM = MARGIN + 14;
  private static final float BODY = 10.5f;
  private static final float SMALL = 8.5f;
  private static final float LEADING = 1.45f;
  private static final float PAD = 4;

  /** What is put on a page, measured from its lower left corner in points. */
  private sealed interface Mark {
    record Words(String text, float x, float y, float size) implements Mark {}

    record Rule(float x, float y, float toX, float toY, float weight) implements Mark {}
  }

  private final Face face;
  private final List<List<Mark>> pages = new ArrayList<>();
  private float y;

  private Typesetter(Face face) {
    this.face = face;
  }

  /** The paper as a PDF. */
  static byte[] print(Paper paper, Press.Told told) {
    try (PDDocument document = new PDDocument()) {
      Face face = new Face(document);
      int done = 0;
      for (Paper.Sheet sheet : paper.sheets()) {
        told.at(done++, paper.sheets().size());
        Typesetter setter = new Typesetter(face);
        setter.set(sheet, paper.lacking());
        for (List<Mark> marks : setter.pages) draw(document, face, marks);
      }
      document.getDocumentInformation().setTitle(paper.title());
      COSArray id = new COSArray();
      id.add(new COSString("yui"));
      id.add(new COSString("yui"));
      document.getDocument().setDocumentID(id);
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      document.save(out);
      return out.toByteArray();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void draw(PDDocument document, Face face, List<Mark> marks) throws IOException {
    PDPage page = new PDPage(A4);
    document.addPage(page);
    try (PDPageContentStream stream = new PDPageContentStream(document, page)) {
      for (Mark mark : marks) {
        switch (mark) {
          case Mark.Words words -> {
            stream.beginText();
            stream.setFont(face.font(), words.size());
            stream.newLineAtOffset(words.x(), words.y());
            stream.showText(words.text());
            stream.endText();
          }
          case Mark.Rule rule -> {
            stream.setLineWidth(rule.weight());
            stream.moveTo(rule.x(), rule.y());
            stream.lineTo(rule.toX(), rule.toY());
            stream.stroke();
          }
        }
      }
    }
  }

  private void set(Paper.Sheet sheet, String lacking) {
    turn();
    face.takeLacking();
    for (Block block : sheet.blocks()) set(block);
    List<String> replaced = face.takeLacking();
    if (!replaced.isEmpty()) {
      text(lacking.replace("{list}", String.join(" ", replaced)), SMALL, MARGIN, WIDTH);
    }
    for (int i = 0; i < pages.size(); i++) {
      String foot = face.settable(sheet.foot());
      pages.get(i).add(new Mark.Words(foot, MARGIN, MARGIN - 14, SMALL));
      String number = String.format(Locale.ROOT, "%d / %d", i + 1, pages.size());
      pages.get(i).add(new Mark.Words(number, right(number, SMALL), MARGIN - 14, SMALL));
    }
  }

  private void set(Block block) {
    switch (block) {
      case Block.Title title -> {
        String text = face.settable(title.text());
        need(50);
        y -= 22;
        put(text, MARGIN + (WIDTH - face.width(text, 20)) / 2, 20);
        y -= 24;
      }
      case Block.Heading heading -> {
        need(60);
        y -= 10;
        text(heading.text(), 12.5f, MARGIN, WIDTH);
        y -= 2;
      }
      case Block.To to -> {
        text(to.text(), 14, MARGIN, WIDTH * 0.62f);
        y -= 6;
      }
      case Block.Aside aside -> {
        for (String line : aside.lines()) {
          for (String part : face.wrapped(line, BODY, WIDTH * 0.6f)) {
            need(BODY * LEADING);
            y -= BODY * LEADING;
            put(part, right(part, BODY), BODY);
          }
        }
        y -= 6;
      }
      case Block.Text text -> {
        text(text.text(), BODY, MARGIN, WIDTH);
        y -= 6;
      }
      case Block.Sum sum -> sum(sum);
      case Block.Table table -> table(table);
      case Block.Signature signature -> {
        need(signature.labels().size() * 34f + 10);
        y -= 6;
        for (String label : signature.labels()) {
          y -= 34;
          put(face.settable(label), MARGIN + WIDTH * 0.36f, BODY);
          rule(MARGIN + WIDTH * 0.36f, y - 5, MARGIN + WIDTH, 0.6f);
        }
        y -= 16;
      }
    }
  }

  private void sum(Block.Sum sum) {
    List<String> figures = face.wrapped(sum.figures(), 20, WIDTH - 110);
    List<String> words = face.wrapped(sum.words(), BODY, WIDTH - 110);
    float height = 16 + figures.size() * 27 + words.size() * BODY * LEADING;
    need(height + 16);
    float top = y - 4;
    float x = MARGIN + 90;
    y = top - 4;
    for (int i = 0; i < figures.size(); i++) {
      y -= 24;
      if (i == 0) put(face.settable(sum.label()), MARGIN + 12, 12.5f);
      put(figures.get(i), x, 20);
    }
    y -= 4;
    for (String line : words) {
      y -= BODY * LEADING;
      put(line, x, BODY);
    }
    float bottom = top - height;
    rule(MARGIN, top, MARGIN + WIDTH, 1.2f);
    rule(MARGIN, bottom, MARGIN + WIDTH, 1.2f);
    page().add(new Mark.Rule(MARGIN, top, MARGIN, bottom, 1.2f));
    page().add(new Mark.Rule(MARGIN + WIDTH, top, MARGIN + WIDTH, bottom, 1.2f));
    y = bottom - 12;
  }

  private void table(Block.Table table) {
    float[] widths = widths(table);
    Row head = row(table.columns().stream().map(Block.Column::label).toList(), widths);
    need(head.height() + 40);
    put(head, widths, table);
    for (List<String> cells : table.rows()) putBelow(head, row(cells, widths), widths, table);
    boolean first = true;
    for (List<String> cells : table.sums()) {
      if (first) rule(MARGIN, y, MARGIN + WIDTH, 1.2f);
      first = false;
      putBelow(head, row(cells, widths), widths, table);
    }
    y -= 10;
  }

  /** A table's row in lines that fit its columns. */
  private record Row(List<List<String>> cells, float height) {}

  private Row row(List<String> cells, float[] widths) {
    List<List<String>> wrapped = new ArrayList<>();
    int lines = 1;
    for (int i = 0; i < widths.length; i++) {
      wrapped.add(face.wrapped(cells.get(i), BODY, widths[i] - 2 * PAD));
      lines = Math.max(lines, wrapped.get(i).size());
    }
    return new Row(wrapped, lines * BODY * LEADING + 2 * PAD);
  }

  private void putBelow(Row head, Row row, float[] widths, Block.Table table) {
    if (y - row.height() < BOTTOM) {
      turn();
      put(head, widths, table);
    }
    put(row, widths, table);
  }

  private void put(Row row, float[] widths, Block.Table table) {
    float top = y;
    float x = MARGIN;
    for (int i = 0; i < widths.length; i++) {
      y = top - PAD + 2;
      for (String line : row.cells().get(i)) {
        y -= BODY * LEADING;
        float at =
            table.columns().get(i).isNumeric()
                ? x + widths[i] - PAD - face.width(line, BODY)
                : x + PAD;
        put(line, at, BODY);
      }
      x += widths[i];
    }
    y = top - row.height();
    rule(MARGIN, y, MARGIN + WIDTH, 0.4f);
  }

  /** Numbers take what they need, at most two thirds; the rest is shared by weight. */
  private float[] widths(Block.Table table) {
    List<Block.Column> columns = table.columns();
    float[] widths = new float[columns.size()];
    float numbers = 0;
    int weights = 0;
    for (int i = 0; i < widths.length; i++) {
      weights += columns.get(i).weight();
      if (!columns.get(i).isNumeric()) continue;
      float widest = face.width(face.settable(columns.get(i).label()), BODY);
      for (List<List<String>> part : List.of(table.rows(), table.sums())) {
        for (List<String> cells : part) {
          widest = Math.max(widest, face.width(face.settable(cells.get(i)), BODY));
        }
      }
      widths[i] = widest + 2 * PAD + 1;
      numbers += widths[i];
    }
    float most = weights == 0 ? WIDTH : WIDTH * 2 / 3;
    float shrink = Math.min(1, most / Math.max(1, numbers));
    float left = WIDTH - numbers * shrink;
    for (int i = 0; i < widths.length; i++) {
      widths[i] =
          columns.get(i).isNumeric()
              ? widths[i] * shrink
              : left * columns.get(i).weight() / weights;
    }
    return widths;
  }

  private void text(String text, float size, float x, float width) {
    for (String line : face.wrapped(text, size, width)) {
      need(size * LEADING);
      y -= size * LEADING;
      put(line, x, size);
    }
  }

  private void put(String text, float x, float size) {
    if (!text.isEmpty()) page().add(new Mark.Words(text, x, y, size));
  }

  private void rule(float x, float at, float toX, float weight) {
    page().add(new Mark.Rule(x, at, toX, at, weight));
  }

  private float right(String text, float size) {
    return MARGIN + WIDTH - face.width(text, size);
  }

  private List<Mark> page() {
    return pages.getLast();
  }

  /** Turns the page where so much has no room below. */
  private void need(float height) {
    if (y - height < BOTTOM) turn();
  }

  private void turn() {
    pages.add(new ArrayList<>());
    y = TOP;
  }
}
