package yui.people;

import java.util.List;
import org.jspecify.annotations.Nullable;
import yui.core.CommunityId;
import yui.core.PersonId;

/**
 * A person as a helper. Read by others it has no bases: row-level security leaves these to the
 * person.
 */
public record Resident(
    PersonId id,
    String displayName,
    String intro,
    List<SkillLevel> skills,
    List<HeldLicence> licences,
    Findable findable,
    List<CommunityId> findableIn,
    List<Base> bases,
    @Nullable Double maxDistanceKm,
    List<Wish> rewardWishes,
    boolean hasCar,
    List<String> languages,
    boolean namedOnSheets,
    int version) {}
