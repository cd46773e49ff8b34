package yui.vault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals what must not be read from a stolen database: AES-256-GCM, under keys in a file of its own,
 * one a line, the last one seals. Whoever loses the file loses what was sealed.
 */
public final class Vault {
  private static final int NONCE = 12;
  private static final int TAG_BITS = 128;
  private static final Pattern ID = Pattern.compile("[0-9a-f]{8}");

  /** Something sealed, and under which key. */
  public record Sealed(String key, byte[] bytes) {}

  private final Path file;
  private final SecureRandom random = new SecureRandom();
  private volatile Map<String, SecretKey> keys;

  private Vault(Path file, Map<String, SecretKey> keys) {
    this.file = file;
    this.keys = keys;
  }

  /** Reads the keys; makes the file with a first one where there is none. */
  public static Vault at(Path file) {
    try {
      if (!Files.exists(file)) makeFirst(file);
      return new Vault(file, read(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The keys in a file. */
  public static Set<String> idsIn(Path file) throws IOException {
    return read(file).keySet();
  }

  /** A file of keys that is none. */
  public static final class Unreadable extends IOException {
    private static final long serialVersionUID = 1L;

    Unreadable(Path file, String why) {
      super(why + " in " + file + "; bring back your copy of that file");
    }
  }

  /**
   * Adds a key, under which everything is sealed from now on; the others still open. A file that is
   * damaged is refused and stays as it is.
   */
  public static String addKey(Path file) throws IOException {
    String before = "";
    if (Files.exists(file)) {
      read(file);
      // Whoever copied it by hand may have lost the last line's end; the new key needs its own.
      before = Files.readString(file, StandardCharsets.ISO_8859_1).stripTrailing() + "\n";
    } else {
      makeFolder(file);
    }
    String id = HexFormat.of().formatHex(random(4));
    String line = id + " " + Base64.getEncoder().encodeToString(random(32)) + "\n";
    Path next = file.resolveSibling(file.getFileName() + ".next");
    Files.deleteIfExists(next);
    try {
      write(next, before + line);
      // The console's user may be another than the server's, who must go on reading it.
      if (!before.isEmpty()) keepOwner(file, next);
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(next); // where it could not take its place
    }
    return id;
  }

  private static void keepOwner(Path file, Path next) throws IOException {
    UserPrincipal owner = Files.getOwner(file);
    if (owner.equals(Files.getOwner(next))) return;
    try {
      Files.setOwner(next, owner);
    } catch (FileSystemException e) {
      throw new AccessDeniedException(file.toString(), null, e.getReason());
    }
  }

  // Two servers that start together: the one that comes second reads what the first made.
  private static void makeFirst(Path file) throws IOException {
    makeFolder(file);
    String id = HexFormat.of().formatHex(random(4));
    try {
      write(file, id + " " + Base64.getEncoder().encodeToString(random(32)) + "\n");
    } catch (FileAlreadyExistsException e) {
      if (Files.size(file) == 0) throw e;
    }
  }

  private static void makeFolder(Path file) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null) Files.createDirectories(folder);
  }

  private static void write(Path file, String text) throws IOException {
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(file, text, StandardCharsets.US_ASCII, StandardOpenOption.SYNC);
  }

  private static Map<String, SecretKey> read(Path file) throws IOException {
    Map<String, SecretKey> keys = new LinkedHashMap<>();
    if (Files.isDirectory(file)) throw new Unreadable(file, "no keys but a folder");
    for (String line : Files.readAllLines(file, StandardCharsets.ISO_8859_1)) {
      if (line.isBlank()) continue; // an editor's
      String[] parts = line.strip().split(" ", -1);
      if (!ID.matcher(parts[0]).matches()) throw new Unreadable(file, "no id of a key");
      if (secret(parts).length != 32) throw new Unreadable(file, "not a key of 32 bytes");
      if (keys.containsKey(parts[0])) throw new Unreadable(file, "two keys of one id");
      keys.put(parts[0], new SecretKeySpec(secret(parts), "AES"));
    }
    if (keys.isEmpty()) throw new Unreadable(file, "no key");
    return keys;
  }

  private static byte[] secret(String... parts) {
    try {
      return parts.length == 2 ? Base64.getDecoder().decode(parts[1]) : new byte[0];
    } catch (IllegalArgumentException e) { // not Base64
      return new byte[0];
    }
  }

  /** The key that seals now, read anew so that a key added meanwhile is used. */
  String newest() {
    try {
      keys = read(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String last = "";
    for (String id : keys.keySet()) last = id;
    return last;
  }

  /** Whether something sealed under this key can be opened. */
  public boolean opens(String id) {
    if (!keys.containsKey(id)) newest();
    return keys.containsKey(id);
  }

  /** The keys that open. */
  Set<String> ids() {
    return keys.keySet();
  }

  /**
   * @param about what it belongs to; sealed in, so that it opens nowhere else
   */
  public Sealed seal(byte[] plain, String about) {
    String id = newest();
    byte[] nonce = new byte[NONCE];
    random.nextBytes(nonce);
    byte[] sealed = run(Cipher.ENCRYPT_MODE, key(id), nonce, plain, about);
    byte[] whole = Arrays.copyOf(nonce, NONCE + sealed.length);
    System.arraycopy(sealed, 0, whole, NONCE, sealed.length);
    return new Sealed(id, whole);
  }

  /** What was sealed about the same thing. */
  public byte[] open(Sealed sealed, String about) {
    byte[] nonce = Arrays.copyOf(sealed.bytes(), NONCE);
    byte[] rest = Arrays.copyOfRange(sealed.bytes(), NONCE, sealed.bytes().length);
    return run(Cipher.DECRYPT_MODE, key(sealed.key()), nonce, rest, about);
  }

  private SecretKey key(String id) {
    SecretKey key = opens(id) ? keys.get(id) : null;
    if (key == null) throw new IllegalStateException("the key " + id + " is missing in " + file);
    return key;
  }

  private static byte[] run(int mode, SecretKey key, byte[] nonce, byte[] bytes, String about) {
    try {
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
      cipher.updateAAD(about.getBytes(StandardCharsets.UTF_8));
      return cipher.doFinal(bytes);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("sealed with another key, or changed since", e);
    }
  }

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new SecureRandom().nextBytes(bytes);
    return bytes;
  }
}
