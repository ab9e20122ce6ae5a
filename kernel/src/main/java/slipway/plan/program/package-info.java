/**
 * The program of a launched process: an array of records that a few hundred bytes of machine code
 * interpret, wrapped as an ELF file. {@code docs/program.md} is its manual.
 *
 * <p>Start at {@link slipway.plan.program.ProgramBuilder}. Pure: building a program calls nothing.
 */
@NullMarked
package slipway.plan.program;

import org.jspecify.annotations.NullMarked;
