package yui.webhooks;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/**
 * Which addresses may be told: public ones over https, so that nobody makes the server knock on
 * doors inside its own network. Demonstrations may also tell programs on this machine.
 */
final class Receivers {
  private final boolean local;

  /**
   * @param local whether http on the loopback address is good too
   */
  Receivers(boolean local) {
    this.local = local;
  }

  /** The address as one, if it may be told as far as its words show. */
  Optional<URI> read(String url) {
    try {
      URI uri = new URI(url);
      boolean web = "https".equals(uri.getScheme()) || local && "http".equals(uri.getScheme());
      boolean plain = uri.getHost() != null && uri.getUserInfo() == null && uri.getPort() != 0;
      return web && plain && uri.getFragment() == null ? Optional.of(uri) : Optional.empty();
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  /** Whether a host's resolved address may be told; asked before each try, for names move. */
  boolean allows(InetAddress address) {
    if (address.isLoopbackAddress()) return local;
    return !address.isAnyLocalAddress()
        && !address.isLinkLocalAddress()
        && !address.isSiteLocalAddress()
        && !address.isMulticastAddress()
        && !isShared(address.getAddress());
  }

  private static boolean isShared(byte[] ip) {
    int first = ip[0] & 0xff;
    int second = ip[1] & 0xff;
    if (ip.length == 4) {
      return first == 0
          || first == 100 && second >= 64 && second < 128
          || first == 192 && second == 0 && ip[2] == 0
          || first == 198 && (second == 18 || second == 19)
          || first >= 240;
    }
    // unique local; translated and tunnelled forms, which may hold an inner address
    return (first & 0xfe) == 0xfc
        || first == 0x00 && second == 0x64
        || first == 0x20 && second == 0x02
        || first == 0x20 && second == 0x01 && ip[2] == 0 && ip[3] == 0
        || first == 0x00 && isCompatible(ip);
  }

  private static boolean isCompatible(byte[] ip) {
    for (int i = 0; i < 12; i++) if (ip[i] != 0) return false;
    return true;
  }
}
