package yui.backups;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.CharConversionException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** A backup's file, read. */
public final class Archive implements AutoCloseable {
  private final Path file;
  private final ZipFile zip;
  private final Manifest manifest;

  private Archive(Path file, ZipFile zip, Manifest manifest) {
    this.file = file;
    this.zip = zip;
    this.manifest = manifest;
  }

  /** Opens a file that says it is a whole backup in a format known here. */
  public static Archive open(Path file) throws IOException, Unusable {
    if (!Files.isRegularFile(file)) throw new Unusable("there is no file " + file);
    ZipFile zip;
    try {
      zip = new ZipFile(file.toFile());
    } catch (ZipException | EOFException e) {
      throw new Unusable(file + " is no backup, or its end is missing (" + e.getMessage() + ")", e);
    }
    try {
      ZipEntry entry = zip.getEntry(Backup.MANIFEST);
      if (entry == null) throw new Unusable(file + " is no backup: it has no manifest");
      try (InputStream in = zip.getInputStream(entry)) {
        return new Archive(file, zip, manifest(file, in.readAllBytes()));
      }
    } catch (IOException | Unusable e) {
      zip.close();
      if (e instanceof ZipException || e instanceof EOFException) {
        throw new Unusable(file + " was altered: its manifest", e);
      }
      throw e;
    }
  }

  private static Manifest manifest(Path file, byte[] bytes) throws IOException, Unusable {
    try {
      int format = Backup.JSON.readTree(bytes).path("format").asInt();
      if (format != Manifest.FORMAT) {
        throw new Unusable(
            "%s has format %d, this program reads %d: use the Yui that made it, or a newer one"
                .formatted(file, format, Manifest.FORMAT));
      }
      return Backup.JSON.readValue(bytes, Manifest.class);
    } catch (JsonProcessingException | CharConversionException e) {
      throw new Unusable(file + " was altered: its manifest", e);
    }
  }

  public Manifest manifest() {
    return manifest;
  }

  /** A backup of a schema that this program does not know cannot be restored by it. */
  public void checkSchema(List<String> known) throws Unusable {
    Set<String> unknown = new HashSet<>(manifest.schema());
    unknown.removeAll(new HashSet<>(known));
    if (manifest.schema().isEmpty() || !unknown.isEmpty()) {
      throw new Unusable(
          "%s was made by a newer Yui (%s, schema %s); this program knows the schema up to %s:"
                  .formatted(file, manifest.yui(), manifest.newestMigration(), known.getLast())
              + " install that version or a newer one first");
    }
  }

  /** Reads every table and compares it with what the manifest says. */
  public void check(Consumer<String> out) throws Unusable {
    Progress progress = new Progress(out, "checking", manifest.bytes());
    for (Manifest.Part part : manifest.parts()) {
      Counted counted =
          new Counted(OutputStream.nullOutputStream(), n -> progress.at(part.table(), n));
      try (InputStream in = rows(part)) {
        in.transferTo(counted);
      } catch (IOException e) {
        throw new Unusable(
            "%s was altered: table %s cannot be read (%s)"
                .formatted(file, part.table(), e.getMessage()),
            e);
      }
      if (counted.rows() != part.rows() || !counted.sha256().equals(part.sha256())) {
        throw new Unusable(
            "%s was altered: table %s is not what the manifest says".formatted(file, part.table()));
      }
      progress.done(part.bytes());
    }
  }

  InputStream rows(Manifest.Part part) throws IOException {
    ZipEntry entry = zip.getEntry(part.entry());
    if (entry == null) throw new ZipException("the file has no " + part.entry());
    return zip.getInputStream(entry);
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }
}
