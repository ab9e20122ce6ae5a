package slipway.linux;

/** The one way in which this JVM makes a process. */
public final class Cloning {
    private Cloning() {}

    /**
     * Clones a child that runs a launcher program and never any Java. The block is described by
     * {@link slipway.linux.asm.CloneBlock}; it and all that it points to must stay allocated until
     * the child has called exec or ended, because parent and child share their memory.
     *
     * @param call how the call is to be named in an error
     * @return the child's pid
     * @throws SyscallException EPERM, ENOSPC and EINVAL as clone(2) lists them
     */
    public static int into(Memory block, Call call) {
        long result = Native.cloneInto(block.address());
        if (result < 0) throw LinuxKernel.refused(call, result);
        return (int) result;
    }
}
