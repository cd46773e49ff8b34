package yui.papers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.text.PDFTextStripper;
import org.apache.pdfbox.text.TextPosition;
import org.junit.jupiter.api.Test;

/** What a reader's program finds in our PDFs. */
class TypesetterTest {
  private static final String LONG = "奥会津ふるさと暮らし推進協議会 古民家再生部会（西会津町奥川地区）代表 長谷川・ワイズマン・エリザベス・セシリア・千代子";

  @Test
  void paper_withManyRowsAndLongNames_losesNothingAndStaysOnThePaper() throws Exception {
    List<List<String>> rows = new ArrayList<>();
    for (int i = 1; i <= 60; i++) {
      rows.add(List.of("11月" + i + "日", i % 7 == 0 ? LONG : "奥川の人足" + i, i + ",000円"));
    }
    byte[] pdf = print(paper(List.of(sheet(LONG + " 様", rows), sheet("美香 様", rows))));
    try (PDDocument document = Loader.loadPDF(pdf)) {
      Placed placed = new Placed();
      String text = placed.getText(document).replaceAll("\\s", "");
      for (int i = 1; i <= 60; i++) assertTrue(text.contains(i + ",000円"), "row " + i);
      assertEquals(1 + 8 + 8, count(text, LONG.replace(" ", "")), text);
      int pages = document.getNumberOfPages() / 2;
      assertTrue(pages > 1, "one sheet needs more pages");
      for (int i = 1; i <= pages; i++)
        assertEquals(2, count(text, i + "/" + pages), "page numbers");
      assertEquals(2 * pages, count(text, "日付件名金額"), "a table's head is on each page");
      for (TextPosition letter : placed.letters) {
        float right = letter.getXDirAdj() + letter.getWidthDirAdj();
        assertTrue(letter.getXDirAdj() >= 55 && right <= 540, letter + " at " + right);
        assertTrue(letter.getYDirAdj() > 50 && letter.getYDirAdj() < 801, letter.toString());
      }
    }
  }

  @Test
  void paper_always_carriesItsFontAndOnlyWhatItUsesOfIt() throws Exception {
    byte[] pdf = print(paper(List.of(sheet("髙橋 﨑 美香 様", List.of()))));
    try (PDDocument document = Loader.loadPDF(pdf)) {
      int fonts = 0;
      for (PDPage page : document.getPages()) {
        for (COSName name : page.getResources().getFontNames()) {
          PDFont font = page.getResources().getFont(name);
          assertTrue(font.isEmbedded(), font.getName());
          assertTrue(font.getName().matches("[A-Z]{6}\\+IPAexGothic"), font.getName());
          fonts++;
        }
      }
      assertEquals(1, fonts);
      assertTrue(new PDFTextStripper().getText(document).contains("髙橋 﨑 美香"));
    }
    assertTrue(pdf.length < 60_000, pdf.length + " bytes");
  }

  @Test
  void paper_printedAgain_isTheSameToTheByte() throws Exception {
    Paper paper = paper(List.of(sheet("美香 様", List.of(List.of("11月1日", "草刈り", "3,000円")))));
    byte[] first = print(paper);
    Thread.sleep(1_100);
    assertArrayEquals(first, print(paper));
  }

  @Test
  void paper_withLettersTheFontLacks_showsTheMarkAndSaysWhich() throws Exception {
    // a face, a surname outside the font, a mark that belongs to か, one that no letter has, a
    // variant of 葛 and a tab
    String name = "😀 \uD842\uDFB7\uD869\uDED6か\u3099x\u20DD葛\uDB40\uDD00\t美香";
    String text = text(print(paper(List.of(sheet(name, List.of())))));
    assertTrue(text.contains("〓"), text);
    assertTrue(text.contains("がx葛 美香"), text);
    assertTrue(text.contains("U+1F600"), text);
    assertTrue(text.contains("U+20DD"), text);
    assertFalse(text(print(paper(List.of(sheet("美香", List.of()))))).contains("U+"));
  }

  @Test
  void sum_inItsFrame_saysFiguresAndWords() throws Exception {
    Paper.Sheet sheet =
        new Paper.Sheet(
            "1", List.of(new Block.Sum("金額", "¥12,345", "金壱万弐千参百四拾五円也"), new Block.Text("a\nb")));
    byte[] pdf = print(paper(List.of(sheet)));
    String text = text(pdf);
    assertTrue(text.contains("¥12,345") && text.contains("金壱万弐千参百四拾五円也"), text);
  }

  private static Paper paper(List<Paper.Sheet> sheets) {
    return new Paper("試し刷り", "〓は書体にない文字です（{list}）", sheets);
  }

  private static Paper.Sheet sheet(String to, List<List<String>> rows) {
    return new Paper.Sheet(
        "受領書 20261130-1",
        List.of(
            new Block.Title("受 領 書"),
            new Block.Aside(List.of("令和8年11月30日", "西会津町")),
            new Block.To(to),
            new Block.Table(
                List.of(
                    new Block.Column("日付", 2),
                    new Block.Column("件名", 5),
                    new Block.Column("金額", 0)),
                rows,
                List.of(List.of("", "計", "1,830,000円"))),
            new Block.Signature(List.of("受領日", "氏名"))));
  }

  @Test
  void print_ofManySheets_tellsHowManyAreSet() {
    List<String> told = new ArrayList<>();
    Typesetter.print(
        paper(List.of(sheet("美香 様", List.of()), sheet("健 様", List.of()))),
        (done, total) -> told.add(done + " of " + total));
    assertEquals(List.of("0 of 2", "1 of 2"), told);
  }

  private static byte[] print(Paper paper) {
    return Typesetter.print(paper, (done, total) -> {});
  }

  private static String text(byte[] pdf) throws Exception {
    try (PDDocument document = Loader.loadPDF(pdf)) {
      return new PDFTextStripper().getText(document);
    }
  }

  private static int count(String text, String part) {
    return text.split(Pattern.quote(part), -1).length - 1;
  }

  /** Where each letter stands. */
  private static final class Placed extends PDFTextStripper {
    final List<TextPosition> letters = new ArrayList<>();

    @Override
    protected void processTextPosition(TextPosition letter) {
      letters.add(letter);
      super.processTextPosition(letter);
    }
  }
}
