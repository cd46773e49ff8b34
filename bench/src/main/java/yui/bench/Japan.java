package yui.bench;

import java.util.Arrays;
import java.util.Comparator;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Where the seeded population lives and whither it travels: towns by size, resorts by liking. */
final class Japan {
  static final int RESORTS = 900;

  /** Latitude, longitude, weight, spread in km. */
  private static final double[][] TOWNS = {
    {35.68, 139.76, 36, 25}, {34.69, 135.50, 19, 20}, {35.18, 136.91, 9, 18},
    {33.59, 130.40, 5.5, 15}, {43.06, 141.35, 2.6, 14}, {38.27, 140.87, 2.3, 14},
    {34.39, 132.46, 2.1, 13}, {37.90, 139.02, 1.6, 14}, {36.56, 136.65, 1.1, 12},
    {34.66, 133.92, 1.6, 12}, {32.80, 130.71, 1.5, 12}, {31.60, 130.56, 1.2, 12},
    {26.21, 127.68, 1.3, 10}, {33.84, 132.77, 1.0, 10}, {34.34, 134.05, 0.9, 10},
    {34.98, 138.38, 1.6, 15}, {34.71, 137.73, 1.6, 12}, {36.56, 139.88, 1.4, 14},
    {36.65, 138.19, 1.2, 14}, {36.70, 137.21, 1.0, 12}, {40.82, 140.74, 0.8, 12},
    {39.72, 140.10, 0.7, 12}, {39.70, 141.15, 0.8, 12}, {38.25, 140.34, 0.8, 12},
    {35.66, 138.57, 0.7, 10}, {33.24, 131.61, 0.9, 10}, {31.91, 131.42, 0.8, 10},
    {32.75, 129.88, 0.9, 10}, {35.47, 133.05, 0.5, 9}, {35.50, 134.24, 0.4, 9},
    {33.56, 133.53, 0.6, 9}, {34.07, 134.56, 0.6, 9}, {34.23, 135.17, 0.8, 9},
    {36.39, 140.45, 1.6, 15}, {36.39, 139.06, 1.6, 14}, {37.75, 140.47, 1.3, 14}
  };

  private static final double KM_A_DEGREE = 111;
  private static final int NEAR = 100;
  private static final double[] TOWN_WEIGHTS = new double[TOWNS.length];
  private static final double[] RESORT_WEIGHTS = new double[RESORTS];
  private static final double[] RESORT_LAT = new double[RESORTS];
  private static final double[] RESORT_LON = new double[RESORTS];
  private static final int[][] NEAR_TOWN = new int[TOWNS.length][];

  static {
    double sum = 0;
    for (int i = 0; i < TOWNS.length; i++) {
      sum += TOWNS[i][2];
      TOWN_WEIGHTS[i] = sum;
    }
    sum = 0;
    SplittableRandom random = new SplittableRandom(77);
    for (int i = 0; i < RESORTS; i++) {
      double[] town = TOWNS[random.nextInt(TOWNS.length)];
      double away = (20 + 100 * random.nextDouble()) / KM_A_DEGREE;
      double angle = random.nextDouble() * 2 * Math.PI;
      RESORT_LAT[i] = town[0] + away * Math.sin(angle);
      RESORT_LON[i] = town[1] + away * Math.cos(angle) / Math.cos(Math.toRadians(town[0]));
      sum += Math.pow(i + 1, -0.6);
      RESORT_WEIGHTS[i] = sum;
    }
    for (int t = 0; t < TOWNS.length; t++) {
      int home = cell(TOWNS[t][0], TOWNS[t][1]);
      NEAR_TOWN[t] =
          IntStream.range(0, RESORTS)
              .boxed()
              .sorted(
                  Comparator.comparingDouble(
                      i -> Cells.km(home, cell(RESORT_LAT[i], RESORT_LON[i]))))
              .limit(NEAR)
              .mapToInt(i -> i)
              .toArray();
    }
  }

  private Japan() {}

  static int town(SplittableRandom random) {
    return pick(TOWN_WEIGHTS, random.nextDouble());
  }

  static int inTown(int town, SplittableRandom random) {
    double[] centre = TOWNS[town];
    return around(centre[0], centre[1], centre[3], random);
  }

  /** Where somebody of the town has their second base: mostly not far, the nearest most. */
  static int secondBase(int town, SplittableRandom random) {
    int resort =
        random.nextDouble() < 0.6
            ? NEAR_TOWN[town][(int) (NEAR * random.nextDouble() * random.nextDouble())]
            : pick(RESORT_WEIGHTS, random.nextDouble());
    return atResort(resort, 4, random);
  }

  static int anyResort(SplittableRandom random) {
    return pick(RESORT_WEIGHTS, random.nextDouble());
  }

  static int atResort(int resort, double spreadKm, SplittableRandom random) {
    return around(RESORT_LAT[resort], RESORT_LON[resort], spreadKm, random);
  }

  /** The index that a draw in [0, 1) falls on; weights are given as running sums. */
  static int pick(double[] runningSums, double draw) {
    int at = Arrays.binarySearch(runningSums, draw * runningSums[runningSums.length - 1]);
    return Math.min(at < 0 ? -at - 1 : at, runningSums.length - 1);
  }

  private static int around(double lat, double lon, double spreadKm, SplittableRandom random) {
    double spread = spreadKm / KM_A_DEGREE;
    double north = spread * bell(random);
    double east = spread * bell(random) / Math.cos(Math.toRadians(lat));
    return cell(Math.clamp(lat + north, 24, 45.9), Math.clamp(lon + east, 122, 146));
  }

  private static int cell(double lat, double lon) {
    return Cells.of((int) (lat * Cells.ROWS_A_DEGREE), (int) (lon * Cells.COLUMNS_A_DEGREE));
  }

  private static double bell(SplittableRandom random) {
    double length = Math.sqrt(-2 * Math.log(1 - random.nextDouble()));
    return length * Math.cos(2 * Math.PI * random.nextDouble());
  }
}
