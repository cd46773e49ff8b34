package yui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import yui.vault.Vault;

class KeysCommandTest {
  @TempDir Path folder;

  @Test
  void rotate_anInstallation_addsAKeyBehindTheOthers() throws Exception {
    Path file = folder.resolve("keys").resolve("bank.keys");
    Vault.at(file);
    String first = Files.readString(file);
    CommandLine line = new CommandLine(new KeysCommand(Map.of("YUI_DATA", folder.toString())));
    assertEquals(0, line.execute("rotate"));
    assertEquals(2, Files.readAllLines(file).size());
    assertEquals(first, Files.readString(file).substring(0, first.length()));
    Vault.at(file);
  }

  @Test
  void rotate_whileTheDatabaseIsAway_leavesTheFileAsItIs() throws Exception {
    Path file = folder.resolve("keys").resolve("bank.keys");
    Vault.at(file);
    String before = Files.readString(file);
    Map<String, String> away =
        Map.of("YUI_DATA", folder + "", "DATABASE_URL", "postgresql://yui:yui@127.0.0.1:1/yui");
    StringWriter said = new StringWriter();
    CommandLine line = new CommandLine(new KeysCommand(away));
    line.setExecutionExceptionHandler(
        (e, command, parsed) -> {
          said.write(Failures.remedy(e));
          return 1;
        });
    assertEquals(1, line.execute("rotate"));
    assertEquals(before, Files.readString(file));
    assertTrue(said.toString().contains("DATABASE_URL"), said.toString());
  }
}
