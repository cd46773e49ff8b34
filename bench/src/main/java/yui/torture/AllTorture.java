package yui.torture;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Every program of the table in {@link Main}, one after the other, each in a process of its own.
 */
@Command(
    name = "all",
    description = "Every torment, one after the other; one summary.",
    mixinStandardHelpOptions = true)
final class AllTorture implements Callable<Integer> {
  @Option(names = "--json", description = "The last line is one JSON object.")
  private boolean json;

  @Option(names = "--control", description = "Each one's control as well.")
  private boolean control;

  @Option(
      names = "--minutes",
      defaultValue = "45",
      description = "A run that takes longer is ended and counts as broken (45).")
  private int minutes;

  @Option(names = "--only", split = ",", description = "These and no others.")
  private List<String> only = List.of();

  private record Run(String name, boolean control, int code, long seconds, JsonObject told) {
    boolean isGood() {
      return code == 0;
    }

    String spoken() {
      String what = control ? name + " (control)" : name;
      String said =
          told.isEmpty()
              ? "ended early"
              : "%d promises, %d broken"
                  .formatted(told.getInteger("promises", 0), told.getInteger("broken", 0));
      return "%s %-24s %6d s  %s".formatted(isGood() ? "good  " : "BROKEN", what, seconds, said);
    }
  }

  @Override
  public Integer call() throws Exception {
    List<Run> runs = new ArrayList<>();
    for (String name : names()) {
      runs.add(run(name, false));
      if (control) runs.add(run(name, true));
    }
    System.out.println();
    runs.forEach(run -> System.out.println(run.spoken()));
    boolean good = runs.stream().allMatch(Run::isGood);
    if (json) {
      JsonArray told = new JsonArray();
      for (Run run : runs) {
        told.add(
            new JsonObject()
                .put("name", run.name())
                .put("control", run.control())
                .put("exitCode", run.code())
                .put("seconds", run.seconds())
                .put("figures", run.told()));
      }
      System.out.println(new JsonObject().put("runs", told).put("ok", good).encode());
    }
    return good ? 0 : 1;
  }

  private List<String> names() {
    Command table = Objects.requireNonNull(Main.class.getAnnotation(Command.class));
    List<String> names =
        Arrays.stream(table.subcommands())
            .filter(one -> one != AllTorture.class)
            .map(one -> Objects.requireNonNull(one.getAnnotation(Command.class)).name())
            .toList();
    for (String name : only) {
      if (!names.contains(name)) throw new IllegalArgumentException("no torment " + name);
    }
    return only.isEmpty() ? names : names.stream().filter(only::contains).toList();
  }

  private Run run(String name, boolean control) throws IOException, InterruptedException {
    System.out.printf("%n== %s%s%n", name, control ? ", its control" : "");
    List<String> command = new ArrayList<>(List.of(Main.class.getName(), name, "--json"));
    if (control) command.add("--control");
    Path said = Files.createTempFile("yui-torture", ".out");
    long began = System.nanoTime();
    Process process =
        DemoServer.java(command.toArray(String[]::new))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .redirectOutput(said.toFile())
            .start();
    boolean ended = process.waitFor(minutes, TimeUnit.MINUTES);
    if (!ended) end(process);
    List<String> lines = Files.readAllLines(said);
    Files.delete(said);
    boolean whole = ended && !lines.isEmpty() && lines.getLast().startsWith("{");
    lines.stream().filter(line -> !line.startsWith("{")).forEach(System.out::println);
    long seconds = (System.nanoTime() - began) / 1_000_000_000;
    JsonObject told = whole ? new JsonObject(lines.getLast()) : new JsonObject();
    return new Run(name, control, ended ? process.exitValue() : 1, seconds, told);
  }

  /** Its servers first, so that they stop their databases. */
  private static void end(Process process) throws InterruptedException {
    List<ProcessHandle> servers = process.descendants().toList();
    servers.forEach(ProcessHandle::destroy);
    for (ProcessHandle server : servers) server.onExit().join();
    process.destroyForcibly().waitFor();
  }
}
