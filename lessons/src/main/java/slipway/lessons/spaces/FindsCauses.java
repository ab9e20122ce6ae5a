package slipway.lessons.spaces;

/** Exercise 2.13: what is behind errors that a JVM reports when namespaces are involved. */
public interface FindsCauses {
    /** What may be behind an error. */
    enum Cause {
        /** The kernel refuses this to a process that has more than one thread. */
        PROCESS_HAS_THREADS,
        /** The thread's children are born in another PID namespace, and a thread cannot be. */
        CHILDREN_GO_ELSEWHERE,
        /** The first process of the PID namespace has ended, and no other can come after it. */
        INIT_HAS_ENDED,
        /** There is less memory than was asked for. */
        MEMORY_IS_SHORT,
        /** What was asked for is nothing that the kernel knows. */
        WRONG_ARGUMENT,
        /** There is no such program. */
        NO_SUCH_PROGRAM
    }

    /**
     * What happened to a thread of a JVM.
     *
     * @param call what it did
     * @param said the error, word for word
     * @param threads of the JVM at that moment
     * @param childrenElsewhere whether {@code /proc/thread-self/ns/pid_for_children} leads to
     *     another namespace than {@code ns/pid}, or nowhere
     * @param freeMiB of the JVM's heap
     */
    record Symptom(
            String call, String said, int threads, boolean childrenElsewhere, long freeMiB) {}

    /** What is behind it. */
    Cause cause(Symptom symptom);
}
