package yui.places;

/** Something at a place, as exactly as the reader may know it. */
public record Pin(double lat, double lon, String label, String href) {}
