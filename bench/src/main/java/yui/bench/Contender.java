package yui.bench;

/** Somebody who finds the best residents for a task, with everything kept ready for it. */
interface Contender extends AutoCloseable {
  String name();

  /** The {@link Top#K} best. */
  Answer ask(Asked task);

  /** What it keeps on disk or in arrays. */
  long bytes();

  /** How long it took to make. */
  double seconds();

  @Override
  void close();
}
