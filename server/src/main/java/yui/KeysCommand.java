package yui;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Command;
import yui.banks.Vault;

/** The keys that bank accounts are sealed under. */
@Command(name = "keys", description = "The keys of bank accounts.")
final class KeysCommand {
  private final Map<String, String> environment;

  KeysCommand() {
    this(System.getenv());
  }

  KeysCommand(Map<String, String> environment) {
    this.environment = environment;
  }

  @Command(
      name = "rotate",
      description = "Adds a key: running servers seal under it and reseal the rest within hours.")
  int rotate() throws IOException {
    Path file = Config.bankKeysOfServer(environment);
    System.out.println("key " + Vault.addKey(file) + " added to " + file + "; keep a copy of it");
    return 0;
  }
}
