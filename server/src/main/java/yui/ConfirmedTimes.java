package yui;

import java.util.HashMap;
import java.util.Map;
import yui.applications.Application;
import yui.applications.ApplicationSlot;
import yui.applications.ApplicationState;
import yui.applications.Applications;
import yui.core.Lang;
import yui.core.PersonId;
import yui.db.Tx;
import yui.engine.HalfDays;
import yui.people.Busy;
import yui.web.Words;

/** The half-days that confirmed work takes from a resident's free time. */
final class ConfirmedTimes implements Busy {
  private final Applications applications;
  private final Words words;

  ConfirmedTimes(Applications applications, Words words) {
    this.applications = applications;
    this.words = words;
  }

  @Override
  public Map<Integer, String> of(Tx tx, PersonId person, int first, int last, Lang lang) {
    Map<Integer, String> taken = new HashMap<>();
    for (Application application : applications.comingSoon(tx, person)) {
      for (ApplicationSlot slot : application.slots()) {
        if (slot.state() != ApplicationState.CONFIRMED || slot.whole()) continue;
        for (int halfDay : HalfDays.needed(slot.startsAt(), slot.endsAt())) {
          if (halfDay >= first && halfDay <= last) {
            taken.put(halfDay, words.say(lang, "availability.busy"));
          }
        }
      }
    }
    return taken;
  }
}
