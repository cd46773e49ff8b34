package yui.engine;

class SpellerElsewhereTest extends SpellerTest {
  @Override
  MatchEngine begin() throws BrokenIndex {
    return Elsewhere.engine();
  }
}
