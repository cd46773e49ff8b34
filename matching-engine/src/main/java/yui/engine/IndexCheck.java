package yui.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexFormatTooNewException;
import org.apache.lucene.index.IndexFormatTooOldException;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.LockObtainFailedException;
import org.jspecify.annotations.Nullable;

/**
 * Whether a directory holds an index that can be trusted, and where in the change log it stands.
 */
final class IndexCheck {
  private static final String POSITION = "position";
  private static final String VERSION = "rows";

  private IndexCheck() {}

  static Map<String, String> commitData(@Nullable String position) {
    return position == null
        ? Map.of(VERSION, RowFormat.VERSION)
        : Map.of(VERSION, RowFormat.VERSION, POSITION, position);
  }

  /**
   * True when nothing was ever committed; files without a commit are the remains of an index, not a
   * new one.
   */
  static boolean isNew(Directory directory) throws IOException, BrokenIndex {
    if (DirectoryReader.indexExists(directory)) {
      return false;
    }
    String[] files = directory.listAll();
    if (Arrays.stream(files).anyMatch(file -> !file.equals(IndexWriter.WRITE_LOCK_NAME))) {
      throw new BrokenIndex(
          BrokenIndex.Why.DAMAGED, "files without a commit: " + Arrays.toString(files), null);
    }
    return true;
  }

  /** An index of the time when residents and tasks shared one. */
  static void parted(Path path) throws BrokenIndex {
    if (!Files.isDirectory(path)) {
      return;
    }
    try (Stream<Path> files = Files.list(path)) {
      if (files.anyMatch(Files::isRegularFile)) {
        throw new BrokenIndex(
            BrokenIndex.Why.OTHER_VERSION, "residents and tasks in one: " + path, null);
      }
    } catch (IOException failed) {
      throw broken(path, failed);
    }
  }

  /** Reads every file to its checksum. */
  static @Nullable String position(Directory directory) throws BrokenIndex {
    try (DirectoryReader reader = DirectoryReader.open(directory)) {
      Map<String, String> data = reader.getIndexCommit().getUserData();
      String version = data.get(VERSION);
      if (!RowFormat.VERSION.equals(version)) {
        throw new BrokenIndex(BrokenIndex.Why.OTHER_VERSION, "rows of version " + version, null);
      }
      for (LeafReaderContext leaf : reader.leaves()) {
        leaf.reader().checkIntegrity();
      }
      return data.get(POSITION);
    } catch (IndexFormatTooOldException | IndexFormatTooNewException other) {
      throw new BrokenIndex(BrokenIndex.Why.OTHER_VERSION, other.toString(), other);
    } catch (IllegalArgumentException unknownCodec) {
      throw new BrokenIndex(BrokenIndex.Why.OTHER_VERSION, "unknown codec", unknownCodec);
    } catch (IOException | RuntimeException damaged) {
      throw new BrokenIndex(BrokenIndex.Why.DAMAGED, damaged.toString(), damaged);
    }
  }

  static BrokenIndex broken(Path path, IOException failed) {
    BrokenIndex.Why why =
        failed instanceof LockObtainFailedException
            ? BrokenIndex.Why.IN_USE
            : BrokenIndex.Why.DAMAGED;
    return new BrokenIndex(why, path + ": " + failed, failed);
  }
}
