package yui.web;

import java.util.List;

/**
 * What every page shows around its own: language, navigation by role, a notice, the office's
 * number, and the keys its forms carry.
 *
 * @param easyPage whether the page is in easy Japanese; {@code withReadings}: above its words
 * @param ownAddress the page's own address, where a choice made in the frame leads back to
 * @param standsAt of what a form answered: the address of the page that the form stands on, else
 *     empty
 */
public record Frame(
    String lang,
    String base,
    String path,
    List<Tongue> otherLangs,
    boolean signedIn,
    String name,
    String who,
    boolean isHost,
    boolean isCoordinator,
    boolean isAdmin,
    List<Link> hostLinks,
    List<Link> deskLinks,
    String notice,
    String officeName,
    String officePhone,
    String csrf,
    String key,
    boolean demo,
    boolean easyPage,
    boolean withReadings,
    String ownAddress,
    String standsAt) {

  /** The same page in another language, by that language's own name. */
  public record Tongue(String href, String code, String name) {}

  /** One place to go. */
  public record Link(String href, String label) {}
}
