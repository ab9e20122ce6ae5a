package slipway.plan.launch;

import slipway.linux.Arch;
import slipway.linux.Fd;
import slipway.linux.LinuxKernel;
import slipway.linux.Pipe;
import slipway.plan.Plan;
import slipway.plan.PlanRunner;
import slipway.plan.program.ElfImage;
import slipway.plan.program.Program;

/** What a launch of two processes needs of its {@link Launcher}. */
record Workshop(Arch arch, ElfImage elf, Guard guard, PlanRunner runner, Tampering tampering) {
    /** What is done with a process that waits to be told to go on. */
    interface Talk<T> {
        T with(Starting starting, CloneMemory memory);
    }

    /**
     * Prepares a process without namespaces of its own; {@code talk} makes it. Its first program
     * takes no ids.
     */
    <T> T prepare(Launch launch, Descriptors fds, Program main, Talk<T> talk) {
        if (LinuxKernel.isGuarded()) LaunchGuard.check(launch);
        try (Pipe go = Pipe.open();
                Pipe report = Pipe.open();
                Fd file = ProgramFile.of(elf.of(main))) {
            int[] sources = fds.sources(report.writeEnd(), go.readEnd(), file);
            Program entry = EntryProgram.write(arch, fds, sources, Plan.NOTHING, tampering.entry());
            try (CloneMemory memory = new CloneMemory(arch, entry, 0, tampering)) {
                return talk.with(new Starting(entry, main, go, report), memory);
            }
        }
    }

    void takeBack(Plan wayBack, RuntimeException cause) {
        try {
            runner.takeBack(wayBack);
        } catch (RuntimeException e) {
            cause.addSuppressed(e);
        }
    }

    /** Such as a class that could not be loaded for want of a descriptor. */
    static RuntimeException thrown(RuntimeException told, Throwable cause) {
        if (cause instanceof Error error && told.getCause() == cause) throw error;
        return told;
    }
}
