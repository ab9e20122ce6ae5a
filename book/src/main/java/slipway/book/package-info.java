/**
 * The build of the book: from AsciiDoc with a few words more to AsciiDoc, and on to HTML and PDF.
 *
 * <p>Start at {@link slipway.book.Manuscript}, which replaces the words of book/README.md; {@link
 * slipway.book.Main} says what comes after it. Depends on the lessons for their exercises, and on
 * nothing else of Slipway: the commands of the book are run as readers run them.
 */
@NullMarked
package slipway.book;

import org.jspecify.annotations.NullMarked;
