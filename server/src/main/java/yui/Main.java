package yui;

/** The command line. */
public final class Main {
  private Main() {}

  /** Runs one command and leaves with its exit code. */
  public static void main(String[] args) {
    System.out.println("yui");
  }
}
