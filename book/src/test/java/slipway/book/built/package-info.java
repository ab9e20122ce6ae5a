/**
 * Tests that look at the book itself, after it was built.
 *
 * <p>Start at {@link slipway.book.built.BuiltBookTest}. Depends on the files in book/target only.
 */
package slipway.book.built;
