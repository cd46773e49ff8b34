/**
 * MJML in, a mail's subject, HTML and text out. The one door is {@link yui.mjml.Mjml#render};
 * nothing outside knows which library draws the HTML.
 */
@NullMarked
package yui.mjml;

import org.jspecify.annotations.NullMarked;
