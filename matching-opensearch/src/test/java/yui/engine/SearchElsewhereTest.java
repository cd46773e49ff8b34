package yui.engine;

class SearchElsewhereTest extends SearchTest {
  @Override
  MatchEngine open() throws BrokenIndex {
    return Elsewhere.engine();
  }
}
