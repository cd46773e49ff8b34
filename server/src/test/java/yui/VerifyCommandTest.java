package yui;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import org.junit.jupiter.api.Test;

class VerifyCommandTest {
  /** Books that nobody could look at do not disagree. */
  @Test
  void verify_withoutItsDatabase_leavesWithTwo() throws Exception {
    int closed;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      closed = free.getLocalPort();
    }
    String url = "postgresql://yui:secret@127.0.0.1:" + closed + "/yui";
    Map<String, String> environment =
        Map.of("DATABASE_URL", url, "DATABASE_OWNER_URL", url, "DATABASE_FEEDER_URL", url);
    assertEquals(2, new VerifyCommand(environment).call());
  }
}
