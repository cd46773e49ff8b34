package yui.photos;

/** How large a picture is kept: its longer side in pixels at most. */
public enum Size {
  SMALL(360),
  MEDIUM(960),
  LARGE(1920);

  final int longestSide;

  Size(int longestSide) {
    this.longestSide = longestSide;
  }
}
