package yui;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import yui.web.Json;

/** Tells what this very program is made of, for whoever looks for a broken library. */
@Command(name = "sbom", description = "What is inside: the bill of materials as CycloneDX.")
final class SbomCommand implements Callable<Integer> {
  @Option(names = "--table", description = "For people: name, version and licence.")
  private boolean table;

  @Override
  public Integer call() throws Exception {
    Materials shipped = Materials.shipped();
    System.out.print(table ? shipped.table() : pretty(shipped) + "\n");
    return 0;
  }

  private static String pretty(Materials shipped) throws IOException {
    return Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(shipped.bill());
  }
}
