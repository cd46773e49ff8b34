package yui;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** What a command that is told to end leaves of everybody's data: nothing. */
class ScratchTest {
  @Test
  void leave_whileADatabaseIsBeingMade_leavesNeitherFilesNorPrograms() throws Exception {
    Scratch scratch = new Scratch();
    Path postgres = scratch.place().resolve("postgres");
    AtomicReference<Exception> why = new AtomicReference<>();
    Thread work =
        Thread.ofPlatform()
            .start(
                () -> {
                  try (scratch;
                      EmbeddedDatabase made = EmbeddedDatabase.start(postgres, "yui")) {
                    throw new IllegalStateException("came too far: " + made);
                  } catch (Exception e) {
                    why.set(e);
                  }
                });
    // initdb has begun.
    while (work.isAlive() && !Files.exists(postgres.resolve("data"))) Thread.onSpinWait();
    scratch.leave();
    work.join();
    assertFalse(String.valueOf(why.get()).contains("came too far"));
    gone(scratch.place());
  }

  @Test
  void leave_withAHalfWrittenPid_endsNobodyElse() throws Exception {
    Process somebody = new ProcessBuilder("sleep", "60").start();
    try {
      for (String written : new String[] {"", "12a", somebody.pid() + "\n"}) {
        Scratch scratch = new Scratch();
        Path data = Files.createDirectories(scratch.place().resolve("postgres").resolve("data"));
        Files.writeString(data.resolve("postmaster.pid"), written);
        Process program = new ProcessBuilder("sh", "-c", "sleep 60; true", data + "").start();
        Thread leaving = Thread.ofPlatform().start(scratch::leave);
        program.waitFor(); // it looks for programs while the file still lies there
        scratch.close();
        leaving.join();
        gone(scratch.place());
      }
      assertTrue(somebody.isAlive());
    } finally {
      somebody.destroyForcibly();
    }
  }

  private static void gone(Path place) {
    assertFalse(Files.exists(place));
    assertTrue(
        ProcessHandle.allProcesses()
            .noneMatch(one -> one.info().commandLine().orElse("").contains(place + "")));
  }
}
