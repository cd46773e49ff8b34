package yui.people;

import java.util.Map;
import yui.core.Lang;
import yui.core.PersonId;
import yui.db.Tx;

/** What stands in the way of free half-days: confirmed work, which another room knows. */
public interface Busy {

  /** By numbered half-day, from the first to the last: what is on, in a few words. */
  Map<Integer, String> of(Tx tx, PersonId person, int first, int last, Lang lang);
}
