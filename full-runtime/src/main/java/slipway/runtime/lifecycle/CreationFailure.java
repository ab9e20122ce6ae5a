package slipway.runtime.lifecycle;

import java.util.Optional;
import slipway.linux.Errno;
import slipway.linux.Syscall;
import slipway.oci.ProcessSpec;
import slipway.plan.StepFailed;

/** What a failed step means, in words that engines know as well: they tell causes apart by them. */
final class CreationFailure {
    private static final int OURS = 125;
    private static final int CANNOT_INVOKE = 126;
    private static final int NOT_FOUND = 127;
    private static final String BELOW = " below root.path";

    private CreationFailure() {}

    /** Of one more process in a container that is there. */
    static LifecycleProblem inside(StepFailed failure, ProcessSpec process) {
        return explain(failure, Optional.of(process), " in there");
    }

    static LifecycleProblem explain(StepFailed failure, Optional<ProcessSpec> process) {
        return explain(failure, process, BELOW);
    }

    private static LifecycleProblem explain(
            StepFailed failure, Optional<ProcessSpec> process, String place) {
        Syscall call = failure.call().syscall();
        boolean search = call == Syscall.FACCESSAT2 || call == Syscall.EXECVE;
        if (!search || process.isEmpty()) {
            return new LifecycleProblem(String.valueOf(failure.getMessage()), OURS, failure);
        }
        String name = process.get().args().get(0);
        return program(name, process.get().path(), failure.errno(), failure, place);
    }

    /** A program that could not be found, or not be run. */
    static LifecycleProblem program(
            String name,
            String path,
            Errno errno,
            @org.jspecify.annotations.Nullable Throwable cause) {
        return program(name, path, errno, cause, BELOW);
    }

    private static LifecycleProblem program(
            String name,
            String path,
            Errno errno,
            @org.jspecify.annotations.Nullable Throwable cause,
            String place) {
        String start = "exec: \"" + name + "\": ";
        String fact = " (" + errno + ")";
        if (errno == Errno.ENOENT || errno == Errno.ENOTDIR) {
            boolean bare = name.indexOf('/') < 0;
            String why =
                    bare
                            ? "executable file not found in $PATH, which is '"
                                    + path
                                    + "'. Try: the full path of a program of the image"
                            : "no such file or directory in the container. Try: ls -l on it"
                                    + place
                                    + "; of a program that is there, its interpreter may be"
                                    + " missing";
            return new LifecycleProblem(start + why + fact, NOT_FOUND, cause);
        }
        String why =
                errno == Errno.EACCES
                        ? "permission denied. Try: chmod +x on the program, or another user"
                        : "it cannot be run. Try: file on the program, for its machine and format";
        return new LifecycleProblem(start + why + fact, CANNOT_INVOKE, cause);
    }
}
