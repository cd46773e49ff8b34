package yui.tasks;

/** Where the work is, exactly; strangers are told the mesh cell and the label alone. */
public record Spot(double lat, double lon, String label, String meetingPoint) {}
