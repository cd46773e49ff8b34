package yui.engine;

class SearchOverShardsTest extends SearchTest {
  @Override
  MatchEngine open() throws BrokenIndex {
    return Elsewhere.engine(3);
  }
}
