/**
 * The only machine code in Slipway: some three hundred bytes, written with a tiny assembler.
 *
 * <p>Start at {@link slipway.linux.asm.MachineCode}; {@code docs/program.md} says what the code
 * does. Pure: nothing here calls the kernel or depends on anything.
 */
@NullMarked
package slipway.linux.asm;

import org.jspecify.annotations.NullMarked;
