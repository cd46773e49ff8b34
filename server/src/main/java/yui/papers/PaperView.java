package yui.papers;

import java.util.ArrayList;
import java.util.List;

/** A paper as the page that is printed shows it: each block with what it is. */
public record PaperView(String title, List<SheetView> sheets) {

  public record SheetView(String foot, List<BlockView> blocks) {}

  public record BlockView(
      boolean isTitle,
      boolean isHeading,
      boolean isTo,
      boolean isText,
      String text,
      boolean isAside,
      boolean isSignature,
      List<String> lines,
      boolean isSum,
      String label,
      String figures,
      boolean isTable,
      List<CellView> head,
      List<RowView> rows,
      List<RowView> sums) {}

  public record RowView(List<CellView> cells) {}

  public record CellView(String text, boolean isNumeric, String label) {}

  public static PaperView of(Paper paper) {
    return new PaperView(
        paper.title(),
        paper.sheets().stream()
            .map(s -> new SheetView(s.foot(), s.blocks().stream().map(PaperView::block).toList()))
            .toList());
  }

  private static BlockView block(Block block) {
    return switch (block) {
      case Block.Title title -> words("title", title.text());
      case Block.Heading heading -> words("heading", heading.text());
      case Block.To to -> words("to", to.text());
      case Block.Text text -> words("text", text.text());
      case Block.Aside aside -> lines("aside", aside.lines());
      case Block.Signature signature -> lines("signature", signature.labels());
      case Block.Sum sum ->
          made("sum", sum.words(), List.of(), sum, List.of(), List.of(), List.of());
      case Block.Table t ->
          made(
              "table",
              "",
              List.of(),
              NO_SUM,
              cells(t.columns().stream().map(Block.Column::label).toList(), t.columns()),
              t.rows().stream().map(row -> new RowView(cells(row, t.columns()))).toList(),
              t.sums().stream().map(row -> new RowView(cells(row, t.columns()))).toList());
    };
  }

  private static final Block.Sum NO_SUM = new Block.Sum("", "", "");

  private static BlockView words(String kind, String text) {
    return made(kind, text, List.of(), NO_SUM, List.of(), List.of(), List.of());
  }

  private static BlockView lines(String kind, List<String> lines) {
    return made(kind, "", lines, NO_SUM, List.of(), List.of(), List.of());
  }

  private static BlockView made(
      String kind,
      String text,
      List<String> lines,
      Block.Sum sum,
      List<CellView> head,
      List<RowView> rows,
      List<RowView> sums) {
    return new BlockView(
        kind.equals("title"),
        kind.equals("heading"),
        kind.equals("to"),
        kind.equals("text"),
        text,
        kind.equals("aside"),
        kind.equals("signature"),
        lines,
        kind.equals("sum"),
        sum.label(),
        sum.figures(),
        kind.equals("table"),
        head,
        rows,
        sums);
  }

  private static List<CellView> cells(List<String> texts, List<Block.Column> columns) {
    List<CellView> cells = new ArrayList<>();
    for (int i = 0; i < texts.size(); i++) {
      cells.add(new CellView(texts.get(i), columns.get(i).isNumeric(), columns.get(i).label()));
    }
    return cells;
  }
}
