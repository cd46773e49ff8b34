package yui.tasks;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import yui.web.Phones;

/**
 * Who can be reached on the day.
 *
 * @param backup who answers when the first does not
 */
public record OnCall(String name, String phone, @Nullable Backup backup) {

  /** The other one. */
  public record Backup(String name, String phone) {}

  /** A telephone to be pressed on a page. */
  public record Number(String name, String phone, String phoneHref) {
    static Number of(String name, String phone) {
      return new Number(name, phone, Phones.href(phone));
    }
  }

  /** Both, in the order in which they are to be called. */
  public static List<Number> numbers(@Nullable OnCall onCall) {
    List<Number> numbers = new ArrayList<>();
    if (onCall == null) return numbers;
    numbers.add(Number.of(onCall.name(), onCall.phone()));
    if (onCall.backup() != null) {
      numbers.add(Number.of(onCall.backup().name(), onCall.backup().phone()));
    }
    return numbers;
  }

  /** Both in a line of words. */
  public String spoken() {
    String first = name + " " + phone;
    return backup == null ? first : first + "、" + backup.name() + " " + backup.phone();
  }
}
