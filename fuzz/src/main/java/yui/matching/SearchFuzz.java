package yui.matching;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import yui.communities.Community;
import yui.core.CommunityId;
import yui.core.Ids;
import yui.core.Lang;
import yui.web.Words;

/** What is typed into the one field of the search. */
public final class SearchFuzz {
  private static final LocalDate TODAY = LocalDate.of(2026, 12, 2);
  private static final Set<String> SPOTS = Set.of("奥川", "中町");
  private static final Words WORDS = Words.load();
  private static final List<Community> COMMUNITIES =
      List.of(community("074055", "西会津町", "Nishiaizu"), community("142107", "三浦市", "Miura"));

  private SearchFuzz() {}

  private static Community community(String code, String name, String nameEn) {
    return new Community(new CommunityId(Ids.next()), code, name, nameEn, "", 37, 139, "", "");
  }

  public static void fuzzerTestOneInput(byte[] bytes) {
    String typed = new String(bytes, StandardCharsets.UTF_8);
    SearchFilters asked =
        new SearchFilters(typed, null, null, null, null, null, null, null, null, null, null, null);
    for (Lang lang : Lang.values()) {
      Meaning meaning =
          new Meaning.Reading(
                  asked,
                  TODAY,
                  COMMUNITIES,
                  words -> words.stream().anyMatch(SPOTS::contains) ? SPOTS : Set.of(),
                  true,
                  WORDS,
                  lang)
              .meaning();
      meaning.days();
      for (Understood word : meaning.understood()) meaning.without(word);
    }
  }
}
