package yui.vault;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VaultTest {
  private static final byte[] SECRET = "1234567".getBytes(StandardCharsets.US_ASCII);

  @TempDir Path folder;
  private Path file;
  private Vault vault;

  @BeforeEach
  void open() {
    file = folder.resolve("keys").resolve("bank.keys");
    vault = Vault.at(file);
  }

  @Test
  void open_whatWasSealed_isWhatItWasOnlyAboutTheSameThing() {
    Vault.Sealed sealed = vault.seal(SECRET, "mika");
    assertArrayEquals(SECRET, Vault.at(file).open(sealed, "mika"));
    assertThrows(IllegalStateException.class, () -> vault.open(sealed, "ken"));
    assertFalse(new String(sealed.bytes(), StandardCharsets.ISO_8859_1).contains("1234567"));
    assertNotEquals(
        new String(sealed.bytes(), StandardCharsets.ISO_8859_1),
        new String(vault.seal(SECRET, "mika").bytes(), StandardCharsets.ISO_8859_1));
  }

  @Test
  void open_aChangedByte_isNoticed() {
    Vault.Sealed sealed = vault.seal(SECRET, "mika");
    for (int i = 0; i < sealed.bytes().length; i++) {
      sealed.bytes()[i] ^= 1;
      assertThrows(IllegalStateException.class, () -> vault.open(sealed, "mika"));
      sealed.bytes()[i] ^= 1;
    }
    assertArrayEquals(SECRET, vault.open(sealed, "mika"));
  }

  @Test
  void addKey_whileRunning_sealsFromThenOnAndTheOldOneStillOpens() throws Exception {
    Vault.Sealed before = vault.seal(SECRET, "mika");
    String added = Vault.addKey(file);
    Vault.Sealed after = vault.seal(SECRET, "mika");
    assertEquals(added, after.key());
    assertNotEquals(before.key(), after.key());
    assertArrayEquals(SECRET, vault.open(before, "mika"));
    assertArrayEquals(SECRET, Vault.at(file).open(after, "mika"));
    assertEquals(PosixFilePermissions.fromString("rw-------"), Files.getPosixFilePermissions(file));
  }

  @Test
  void addKey_behindALineWithoutAnEnd_keepsTheOldKey() throws Exception {
    Vault.Sealed before = vault.seal(SECRET, "mika");
    Files.writeString(file, Files.readString(file).strip());
    Vault.addKey(file);
    assertArrayEquals(SECRET, Vault.at(file).open(before, "mika"));
  }

  @Test
  void addKey_toADamagedFile_leavesItAsItIs() throws Exception {
    Files.writeString(file, "0a0b0c0d 鍵\n");
    assertThrows(Vault.Unreadable.class, () -> Vault.addKey(file));
    assertEquals("0a0b0c0d 鍵\n", Files.readString(file));
  }

  @Test
  void read_aFileThatIsOdd_saysWhatInASentence() throws Exception {
    String good = Files.readString(file).strip();
    String secret = good.split(" ")[1];
    for (String odd :
        List.of("", "\n\n", secret, "KEY " + secret, "0A0B0C0D " + secret, good + "\n" + good)) {
      Files.writeString(file, odd);
      String said = assertThrows(Vault.Unreadable.class, () -> Vault.idsIn(file)).getMessage();
      assertTrue(said.endsWith("in " + file + "; bring back your copy of that file"), said);
      assertThrows(Vault.Unreadable.class, () -> Vault.addKey(file));
      assertEquals(odd, Files.readString(file));
    }
    assertThrows(Vault.Unreadable.class, () -> Vault.idsIn(folder));
    Files.writeString(file, "\r\n" + good + "\r\n\n");
    assertEquals(1, Vault.idsIn(file).size());
  }

  @Test
  void addKey_thatCannotTakeItsPlace_leavesNothingBeside() throws Exception {
    // Neither may root set the owner of a file, nor may it be replaced, where that is forbidden.
    assumeTrue(runs("chattr", "+i", file.toString()), "only where a file can be made immutable");
    try {
      assertThrows(IOException.class, () -> Vault.addKey(file));
    } finally {
      runs("chattr", "-i", file.toString());
    }
    try (Stream<Path> beside = Files.list(file.getParent())) {
      assertEquals(List.of(file), beside.toList());
    }
  }

  private static boolean runs(String... command) throws InterruptedException {
    try {
      return new ProcessBuilder(command).start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void addKey_whereNoFolderIs_makesIt() throws Exception {
    Path fresh = folder.resolve("new").resolve("bank.keys");
    String added = Vault.addKey(fresh);
    assertEquals(added, Vault.at(fresh).newest());
  }

  @Test
  void at_aFileThatIsNone_isRefused() throws Exception {
    Files.writeString(file, "0a0b0c0d c2hvcnQ=\n");
    assertThrows(Exception.class, () -> Vault.at(file));
    assertThrows(Exception.class, vault::newest);
  }
}
