package yui.engine;

class ExactOverShardsTest extends ExactElsewhereTest {
  @Override
  MatchEngine open() throws BrokenIndex {
    return Elsewhere.engine(3);
  }
}
