package yui.mjml;

/**
 * What a person receives.
 *
 * @param subject one line without control characters, fit for a header
 * @param html a whole document
 * @param text the same message for readers without HTML
 */
public record Mail(String subject, String html, String text) {}
