package yui.engine;

class ExactElsewhereTest extends ExactTest {
  @Override
  MatchEngine open() throws BrokenIndex {
    return Elsewhere.engine();
  }

  @Override
  int residents() {
    return 2_000;
  }

  @Override
  int tasks() {
    return 300;
  }
}
