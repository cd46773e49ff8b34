package yui.core;

/** What a membership lets a person do; ADMIN is the installation's and has no community. */
public enum Role {
  HOST,
  COORDINATOR,
  AUDITOR,
  ADMIN
}
