package yui.people;

import yui.core.Lang;
import yui.core.PersonId;

/**
 * How a person is reached; for letters, and for those whom the state of the work entitles.
 *
 * @param name never empty: the person's, else the display name, else the address
 */
public record Contact(PersonId id, String name, String email, String phone, Lang lang) {}
