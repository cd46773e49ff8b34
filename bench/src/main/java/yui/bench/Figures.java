package yui.bench;

/** What was measured of one contender. */
record Figures(
    String name,
    Timings typical,
    Timings worst,
    Timings anywhere,
    double throughput,
    double seconds,
    double bytesPerResident) {}
