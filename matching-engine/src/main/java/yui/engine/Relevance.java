package yui.engine;

import org.jspecify.annotations.Nullable;

/**
 * Why a found task stands where it stands: {@code value = (text + match) ÷ 2}, or the one of them
 * that was asked for. All in [0, 1].
 *
 * @param text how well the words are found: the mean over the words, each 1 in the title and ½
 *     elsewhere, times 1 for itself, ¾ for a synonym, ½ for its beginning or sound; null when no
 *     words were asked
 * @param match how well the task suits the asker, with parts and reasons; null when there is no
 *     asker or a hard filter says no, which counts 0
 */
public record Relevance(double value, @Nullable Double text, @Nullable Match match) {}
