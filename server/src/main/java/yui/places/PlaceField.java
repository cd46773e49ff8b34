package yui.places;

import java.util.List;
import org.jspecify.annotations.Nullable;
import yui.web.Typed;

/**
 * A place on a form, as the part {@code place_field} shows it: chosen by postal code, from the list
 * or on the map.
 *
 * @param at how the form calls the place, e.g. {@code bases.0}
 * @param again where the form comes back with everything typed kept
 * @param must whether the form is refused without it
 * @param isUnknown a town was chosen of which nobody has said where it lies
 * @param where the place in words, empty where none is chosen
 * @param rough a first press chose it: the next one chooses more exactly
 * @param map to press on, once it is asked for
 * @param view what the map shows, carried through the form
 */
public record PlaceField(
    String at,
    String again,
    boolean must,
    boolean isSet,
    boolean isUnknown,
    String where,
    boolean rough,
    Typed.Field lat,
    Typed.Field lon,
    boolean hasError,
    Typed.Field postal,
    List<Typed.Option> prefectures,
    Typed.Field municipality,
    List<Typed.Option> municipalities,
    boolean hasMunicipalities,
    @Nullable MapPicture map,
    String view,
    boolean mayIn,
    boolean mayOut) {}
