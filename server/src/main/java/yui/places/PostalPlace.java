package yui.places;

import java.util.List;

/** What lies behind a postal code in one municipality: its towns, none where it is all of it. */
public record PostalPlace(Municipality municipality, List<String> towns) {}
