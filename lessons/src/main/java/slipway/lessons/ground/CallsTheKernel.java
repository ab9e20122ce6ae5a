package slipway.lessons.ground;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import slipway.linux.Call;
import slipway.linux.Errno;

/** Exercise 0.3: system calls, and what they answer. */
public interface CallsTheKernel {
    /**
     * What a call came to.
     *
     * @param result what it returned; of no meaning when there is an errno
     */
    record Answer(long result, Optional<Errno> errno) {}

    /** Makes the call by way of {@code libc}, logs that it did, and says what it came to. */
    Answer attempt(LibC libc, Call call);

    /**
     * For each of ENOENT, EEXIST, ENOTDIR, EISDIR, ENOTEMPTY, ELOOP, ENAMETOOLONG and EBADF a call
     * that fails with it. The kit makes the calls: openat, mkdirat, unlinkat, read or close.
     *
     * @param folder has a folder {@code full} with a file {@code file} in it, and a symbolic link
     *     {@code loop} to itself
     */
    Map<Errno, Call> provoke(Path folder);
}
