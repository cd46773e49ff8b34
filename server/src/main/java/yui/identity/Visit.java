package yui.identity;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;
import yui.web.Form;
import yui.web.Request;

/**
 * Somebody at the door, before they are known.
 *
 * @param address where they come from
 * @param agent what their browser or program calls itself
 * @param device what a browser that came before keeps
 */
record Visit(String address, String agent, @Nullable String device) {
  private static final int LONGEST_AGENT = 300;

  static Visit of(Form form, String deviceCookie) {
    return new Visit(
        form.remoteAddress(),
        shortened(form.header("User-Agent").orElse("")),
        form.cookie(deviceCookie).filter(kept -> kept.matches("[\\w-]{43}")).orElse(null));
  }

  static Visit of(Request request) {
    return new Visit(
        request.remoteAddress(), shortened(request.header("User-Agent").orElse("")), null);
  }

  private static String shortened(String agent) {
    String plain = agent.replaceAll("[^\\x20-\\x7e]", "?");
    return plain.length() <= LONGEST_AGENT ? plain : plain.substring(0, LONGEST_AGENT);
  }

  /** Who is counted together: an IPv4 address, or the 64 bits that one household of IPv6 has. */
  String network() {
    InetAddress parsed = parsed();
    return parsed instanceof Inet6Address ? prefix(parsed, 8) : address;
  }

  /** As much of the address as tells a town from another, and no household. */
  String place() {
    InetAddress parsed = parsed();
    if (parsed == null) return "";
    return parsed instanceof Inet6Address
        ? prefix(parsed, 6)
        : address.substring(0, address.lastIndexOf('.')) + ".*";
  }

  private @Nullable InetAddress parsed() {
    // Only what is spelled as an address: a name would be asked for in the network.
    if (!address.matches("[0-9.]{7,15}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*")) return null;
    try {
      return InetAddress.getByName(address);
    } catch (UnknownHostException e) {
      return null;
    }
  }

  private static String prefix(InetAddress address, int bytes) {
    byte[] whole = address.getAddress();
    StringBuilder prefix = new StringBuilder();
    for (int i = 0; i < bytes; i += 2) {
      prefix.append("%x:".formatted((whole[i] & 0xff) << 8 | (whole[i + 1] & 0xff)));
    }
    return prefix + ":";
  }

  /** What a program that keeps no cookie is known again by. */
  String likeness() {
    return "api " + agent + " " + place();
  }
}
