package yui.engine;

/**
 * How much memory an engine may take, in MiB.
 *
 * @param tokens bitmaps of tokens that queries have asked for, kept for the next, as many as there
 *     are of them: a nation's would take twice the default; less means slower queries, never other
 *     answers
 * @param writing what is written before it becomes a segment; more means fewer and larger segments
 *     while an index is filled
 */
public record Memory(int tokens, int writing) {
  public static final Memory DEFAULT = new Memory(768, 256);

  public Memory {
    BadQuery.unless(tokens >= 1 && tokens <= 1 << 20, "memory_out_of_range", tokens);
    BadQuery.unless(writing >= 1 && writing < 2048, "memory_out_of_range", writing);
  }

  long tokenBytes() {
    return (long) tokens << 20;
  }
}
