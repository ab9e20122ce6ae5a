package slipway.runtime.state;

import static slipway.linux.Constants.AT_FDCWD;
import static slipway.linux.Constants.AT_REMOVEDIR;
import static slipway.linux.Constants.LOCK_EX;
import static slipway.linux.Constants.LOCK_NB;
import static slipway.linux.Constants.O_CREAT;
import static slipway.linux.Constants.O_NONBLOCK;
import static slipway.linux.Constants.O_RDONLY;
import static slipway.linux.Constants.O_RDWR;
import static slipway.linux.Constants.O_TRUNC;
import static slipway.linux.Constants.O_WRONLY;
import static slipway.linux.Constants.S_IFIFO;

import java.io.File;
import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import slipway.linux.Arg;
import slipway.linux.Call;
import slipway.linux.Errno;
import slipway.linux.Family;
import slipway.linux.Fd;
import slipway.linux.LinuxKernel;
import slipway.linux.Syscall;
import slipway.linux.SyscallException;

/** What is kept about one container; see {@link StateRoot}. */
public final class StateDirectory implements AutoCloseable {
    private static final String STATE = "/state.json";
    private static final String DRAFT = "/state.json.draft";
    private static final String START = "/start";
    private static final String ANSWER = "/answer";
    private static final int OURS_ALONE = 0600;

    private final String id;
    private final String path;
    private final Fd directory;

    StateDirectory(String id, String path, Fd directory) {
        this.id = id;
        this.path = path;
        this.directory = directory;
    }

    public String id() {
        return id;
    }

    void lock() {
        while (true) {
            try {
                flock(LOCK_EX);
                break;
            } catch (SyscallException e) {
                if (e.errno() != Errno.EINTR) throw e;
            }
        }
        // Whoever had it before us may have removed it.
        if (!new File(path).isDirectory()) throw ContainerProblem.missing(id, path);
    }

    /** Whether somebody has it locked at the moment. */
    private boolean isLocked() {
        try {
            flock(LOCK_EX | LOCK_NB);
            flock(slipway.linux.Constants.LOCK_UN);
            return false;
        } catch (SyscallException e) {
            if (e.errno() != Errno.EAGAIN) throw e;
            return true;
        }
    }

    private void flock(long operation) {
        LinuxKernel.INSTANCE.call(
                Call.of(
                        Syscall.FLOCK,
                        Arg.num(directory.number()),
                        Arg.flag(operation, Family.FLOCK)));
    }

    /** Replaces what is written down, as a whole. */
    public void write(ContainerState state) {
        try (Fd draft = Fd.open(path + DRAFT, O_WRONLY | O_CREAT | O_TRUNC, OURS_ALONE)) {
            draft.write(StateFile.write(state).getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        LinuxKernel.INSTANCE.call(
                Call.of(
                        Syscall.RENAMEAT2,
                        Arg.flag(AT_FDCWD, Family.DIRFD),
                        Arg.text(path + DRAFT),
                        Arg.flag(AT_FDCWD, Family.DIRFD),
                        Arg.text(path + STATE),
                        Arg.num(0)));
    }

    /** What is written down; empty if its maker has not come so far. */
    public Optional<ContainerState> read() {
        try (Reader text =
                new InputStreamReader(new FileInputStream(path + STATE), StandardCharsets.UTF_8)) {
            return Optional.of(StateFile.read(text));
        } catch (FileNotFoundException e) {
            return Optional.empty();
        } catch (IOException | IllegalStateException e) {
            throw ContainerProblem.unreadable(id, String.valueOf(e.getMessage()));
        }
    }

    /**
     * Where it is in its life.
     *
     * @param ours whether this directory object has the lock
     */
    public Status status(Optional<ContainerState> state, boolean ours) {
        if (state.isEmpty() || state.get().process().isEmpty()) {
            return !ours && isLocked() ? Status.CREATING : Status.STOPPED;
        }
        if (!state.get().process().get().isRunning()) return Status.STOPPED;
        return state.get().started() || !isWaiting() ? Status.RUNNING : Status.CREATED;
    }

    /** Not so when it was started by somebody who was killed before that was written down. */
    private boolean isWaiting() {
        try {
            startForWriting().close();
            return true;
        } catch (SyscallException e) {
            if (e.errno() != Errno.ENXIO) throw e;
            return false;
        }
    }

    /** Makes the two pipes by which a process that waits is started. */
    public void makePipes() {
        makePipe(path + START);
        makePipe(path + ANSWER);
    }

    private static void makePipe(String file) {
        LinuxKernel.INSTANCE.call(
                Call.of(
                        Syscall.MKNODAT,
                        Arg.flag(AT_FDCWD, Family.DIRFD),
                        Arg.text(file),
                        new Arg.Num(S_IFIFO | OURS_ALONE, "S_IFIFO|0600"),
                        Arg.num(0)));
    }

    /** For the process that is to wait: open for both, so that it sees no end. */
    public Fd startForWaiting() {
        return Fd.open(path + START, O_RDWR, 0);
    }

    /** The same for its answer. */
    public Fd answerForWaiting() {
        return Fd.open(path + ANSWER, O_RDWR, 0);
    }

    /**
     * For who starts it.
     *
     * @throws SyscallException ENXIO when nobody waits any more
     */
    public Fd startForWriting() {
        return Fd.open(path + START, O_WRONLY | O_NONBLOCK, 0);
    }

    /** To be opened before the process is started, whose answer is then not lost. */
    public Fd answerForReading() {
        Fd answer = Fd.open(path + ANSWER, O_RDONLY | O_NONBLOCK, 0);
        LinuxKernel.INSTANCE.call(
                Call.of(
                        Syscall.FCNTL,
                        Arg.num(answer.number()),
                        Arg.flag(slipway.linux.Constants.F_SETFL, Family.FCNTL),
                        Arg.num(0)));
        return answer;
    }

    /** Removes the directory: from now on there is no such container. */
    public void remove() {
        for (String file : new String[] {START, ANSWER, DRAFT, STATE}) unlink(path + file, 0);
        unlink(path, AT_REMOVEDIR);
    }

    private static void unlink(String file, long flags) {
        try {
            LinuxKernel.INSTANCE.call(
                    Call.of(
                            Syscall.UNLINKAT,
                            Arg.flag(AT_FDCWD, Family.DIRFD),
                            Arg.text(file),
                            Arg.flag(flags, Family.AT)));
        } catch (SyscallException e) {
            if (e.errno() != Errno.ENOENT) throw e;
        }
    }

    /** Gives the lock back. */
    @Override
    public void close() {
        directory.close();
    }
}
