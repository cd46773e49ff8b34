package yui.communities;

import org.jspecify.annotations.Nullable;

/** What opens a community. */
public record CommunityEntry(
    String code,
    String name,
    @Nullable String nameEn,
    @Nullable String about,
    double lat,
    double lon,
    @Nullable String officeName,
    @Nullable String officePhone,
    @Nullable Boolean reviewsTasks,
    @Nullable Weights weights) {}
