package yui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What ops/yui-as-service asks of systemd, whose programs are written down here and not run. */
class AsServiceTest {
  private static final Path SCRIPT = Path.of("../ops/yui-as-service").toAbsolutePath().normalize();
  private static final Path HOME = SCRIPT.getParent().getParent();

  @TempDir Path folder;
  private Path stands;

  @BeforeEach
  void programs() throws Exception {
    stands = Files.createDirectory(folder.resolve("stands here"));
    program("systemd-run", "printf '%s\\n' \"$@\"; exit 3");
    program("setpriv", "exit ${MAY_NOT_ENTER:-0}");
  }

  @Test
  void command_withARelativeFile_looksWhereItsCallerStands() throws Exception {
    String asked = asked(0, "restore", "town of June.zip");
    assertTrue(asked.contains("--working-directory=" + stands.toRealPath() + "\n"), asked);
    assertTrue(asked.contains("--uid=yui\n"), asked);
    assertTrue(asked.endsWith(HOME + "/yui\nrestore\ntown of June.zip\n"), asked);
  }

  @Test
  void command_whereTheServiceMayNotEnter_saysWhereItLooks() throws Exception {
    String asked = asked(1, "doctor");
    assertTrue(asked.contains("files are named from /var/lib/yui"), asked);
    assertTrue(asked.contains("--working-directory=/var/lib/yui\n"), asked);
    assertFalse(asked.contains("--working-directory=" + stands.toRealPath()), asked);
  }

  private void program(String name, String does) throws Exception {
    Path program = Files.writeString(folder.resolve(name), "#!/bin/sh\n" + does + "\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
  }

  private String asked(int mayNotEnter, String... words) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(SCRIPT.toString());
    builder.command().addAll(List.of(words));
    builder.directory(stands.toFile()).redirectErrorStream(true);
    builder.environment().put("MAY_NOT_ENTER", "" + mayNotEnter);
    builder.environment().compute("PATH", (key, path) -> folder + File.pathSeparator + path);
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(3, process.waitFor(), "its exit code is passed on");
    return said;
  }
}
