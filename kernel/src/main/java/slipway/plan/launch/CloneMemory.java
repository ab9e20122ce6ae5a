package slipway.plan.launch;

import static slipway.linux.Constants.CLONE_PIDFD;
import static slipway.linux.Constants.CLONE_VM;
import static slipway.linux.Constants.SIGCHLD;

import slipway.linux.Arch;
import slipway.linux.Arg;
import slipway.linux.Call;
import slipway.linux.Cloning;
import slipway.linux.Family;
import slipway.linux.Fd;
import slipway.linux.Memory;
import slipway.linux.PidFd;
import slipway.linux.Shown;
import slipway.linux.Syscall;
import slipway.linux.asm.CloneBlock;
import slipway.plan.program.Program;

/**
 * The memory that a clone shares with us until its exec: the stub's block, the arguments of clone3,
 * a stack, and the entry program. Must stay allocated for as long as the child runs in it.
 */
final class CloneMemory implements AutoCloseable {
    /** {@code struct clone_args}, CLONE_ARGS_SIZE_VER2. */
    private static final int CLONE_ARGS_SIZE = 88;

    private static final int NO_SUCH_CALL = 0x7fff;
    private static final int ARGS = CloneBlock.SIZE + 15 & -16;
    private static final int PIDFD = ARGS + CLONE_ARGS_SIZE;

    /** The interpreter needs no stack, but clone wants to know where one is. */
    private static final int STACK = PIDFD + 8 + 15 & -16;

    private static final int STACK_SIZE = 512;
    private static final int PROGRAM = STACK + STACK_SIZE;

    private final Memory memory;
    private final Call call;

    CloneMemory(Arch arch, Program entry, long namespaces, Tampering tampering) {
        this.memory = Memory.allocate(PROGRAM + entry.size());
        long flags = CLONE_VM | CLONE_PIDFD | namespaces;
        long at = memory.address();
        memory.putLong(CloneBlock.ALL_SIGNALS, -1);
        int clone3 = tampering.withoutClone3() ? NO_SUCH_CALL : Syscall.CLONE3.number(arch);
        memory.putLong(CloneBlock.CLONE3_NUMBER, clone3);
        memory.putLong(CloneBlock.CLONE3_ARGS, at + ARGS);
        memory.putLong(CloneBlock.CLONE3_SIZE, CLONE_ARGS_SIZE);
        memory.putLong(CloneBlock.CLONE_NUMBER, Syscall.CLONE.number(arch));
        memory.putLong(CloneBlock.CLONE_FLAGS, flags | SIGCHLD);
        memory.putLong(CloneBlock.CLONE_STACK, at + PROGRAM);
        memory.putLong(CloneBlock.CLONE_PIDFD, at + PIDFD);
        memory.putLong(CloneBlock.PROGRAM, at + PROGRAM);
        memory.putLong(ARGS, flags);
        memory.putLong(ARGS + 8, at + PIDFD);
        memory.putLong(ARGS + 32, SIGCHLD);
        memory.putLong(ARGS + 40, at + STACK);
        memory.putLong(ARGS + 48, STACK_SIZE);
        memory.putBytes(PROGRAM, entry.image(at + PROGRAM));
        this.call = shown(namespaces);
    }

    /** The call as it stands in a plan's printout. */
    static Call shown(long namespaces) {
        long flags = CLONE_VM | CLONE_PIDFD | namespaces;
        Shown args =
                Shown.of(
                        "{flags=",
                        Arg.flag(flags, Family.CLONE),
                        ", exit_signal=SIGCHLD, pidfd=$pidfd}");
        return Call.of(
                Syscall.CLONE3,
                new Arg.Bytes(new byte[CLONE_ARGS_SIZE], args),
                Arg.num(CLONE_ARGS_SIZE));
    }

    /** Makes the child, which runs the entry program at once. */
    PidFd cloneChild() {
        int pid = Cloning.into(memory, call);
        return new PidFd(pid, Fd.owned(memory.getInt(PIDFD)));
    }

    @Override
    public void close() {
        memory.close();
    }
}
