package yui.people;

import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import yui.core.CommunityId;

/** A whole profile as its person writes it; what is left out is empty. */
record ResidentEntry(
    String displayName,
    String intro,
    List<SkillLevel> skills,
    List<LicenceEntry> licences,
    Findable findable,
    @Nullable List<CommunityId> findableIn,
    List<BaseEntry> bases,
    @Nullable Double maxDistanceKm,
    List<Wish> rewardWishes,
    Boolean hasCar,
    List<String> languages,
    Boolean namedOnSheets) {

  @SuppressWarnings("NullAway") // Jackson leaves out what the body leaves out
  ResidentEntry {
    intro = Objects.requireNonNullElse(intro, "");
    skills = Objects.requireNonNullElse(skills, List.of());
    licences = Objects.requireNonNullElse(licences, List.of());
    findable = Objects.requireNonNullElse(findable, Findable.NOBODY);
    bases = Objects.requireNonNullElse(bases, List.of());
    rewardWishes = Objects.requireNonNullElse(rewardWishes, List.of());
    hasCar = Objects.requireNonNullElse(hasCar, false);
    languages = Objects.requireNonNullElse(languages, List.of());
    namedOnSheets = Objects.requireNonNullElse(namedOnSheets, false);
  }

  /** A licence as told. */
  record LicenceEntry(String code, @Nullable LocalDate expiresOn) {}

  /** A base; one with an id keeps a base that exists. */
  record BaseEntry(
      @Nullable BaseId id,
      Base.Kind kind,
      String label,
      double lat,
      double lon,
      @Nullable CommunityId communityId) {}

  /** Where one may be found: as told, else where the bases are. */
  List<CommunityId> findableCommunities() {
    if (findable != Findable.COMMUNITIES) return findableIn == null ? List.of() : findableIn;
    return findableIn != null
        ? findableIn
        : bases.stream().map(BaseEntry::communityId).filter(Objects::nonNull).distinct().toList();
  }
}
