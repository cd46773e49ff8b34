package yui.engine;

class RelevanceElsewhereTest extends RelevanceTest {
  @Override
  MatchEngine open() throws BrokenIndex {
    return Elsewhere.engine();
  }
}
