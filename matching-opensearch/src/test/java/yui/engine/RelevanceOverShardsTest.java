package yui.engine;

class RelevanceOverShardsTest extends RelevanceTest {
  @Override
  MatchEngine open() throws BrokenIndex {
    return Elsewhere.engine(3);
  }
}
