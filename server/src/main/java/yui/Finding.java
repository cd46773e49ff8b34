package yui;

/**
 * One thing that the doctor looked at.
 *
 * @param remedy what to do about it; empty where nothing is to be done
 */
record Finding(String about, Level level, String said, String remedy) {
  enum Level {
    OK,
    WARN,
    FAIL
  }

  static Finding ok(String about, String said) {
    return new Finding(about, Level.OK, said, "");
  }

  static Finding warn(String about, String said, String remedy) {
    return new Finding(about, Level.WARN, said, remedy);
  }

  static Finding fail(String about, String said, String remedy) {
    return new Finding(about, Level.FAIL, said, remedy);
  }
}
