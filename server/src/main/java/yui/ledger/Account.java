package yui.ledger;

import java.util.Locale;
import java.util.UUID;
import yui.core.CommunityId;
import yui.core.GroupId;
import yui.core.PersonId;

/**
 * One side of a transfer: a payer (fund or group), what a person is owed or was given, tax kept
 * back.
 */
public record Account(Kind kind, UUID owner) {

  enum Kind {
    FUND,
    GROUP,
    OWED,
    GIVEN,
    WITHHELD
  }

  public static Account fund(FundId fund) {
    return new Account(Kind.FUND, fund.value());
  }

  public static Account group(GroupId group) {
    return new Account(Kind.GROUP, group.value());
  }

  public static Account owed(PersonId person) {
    return new Account(Kind.OWED, person.value());
  }

  public static Account given(PersonId person) {
    return new Account(Kind.GIVEN, person.value());
  }

  static Account withheld(CommunityId community) {
    return new Account(Kind.WITHHELD, community.value());
  }

  /** Whether a group gives it, not a fund. */
  public boolean isGroup() {
    return kind == Kind.GROUP;
  }

  /** As journals write it; opaque ids only. */
  public String name() {
    String person = kind == Kind.OWED || kind == Kind.GIVEN ? "person:" : "";
    return kind.name().toLowerCase(Locale.ROOT) + ":" + person + owner;
  }
}
