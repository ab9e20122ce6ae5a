package slipway.engine;

import static slipway.linux.Constants.AT_FDCWD;
import static slipway.linux.Constants.O_CREAT;
import static slipway.linux.Constants.O_RDONLY;
import static slipway.linux.Constants.O_TRUNC;
import static slipway.linux.Constants.O_WRONLY;

import java.io.File;
import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import slipway.engine.log.LostOutput;
import slipway.image.WritableLayer;
import slipway.linux.Arg;
import slipway.linux.Call;
import slipway.linux.Errno;
import slipway.linux.ExitStatus;
import slipway.linux.Family;
import slipway.linux.Fd;
import slipway.linux.FileLock;
import slipway.linux.LinuxKernel;
import slipway.linux.Syscall;
import slipway.linux.SyscallException;
import slipway.runtime.state.ProcessIdentity;

/** One container that stays, by its directory. Everything is looked up when it is asked for. */
public final class KeptContainer {
    static final String LOG = "log";
    static final String EXIT = "exit";
    static final String EXIT_DRAFT = "exit.draft";
    static final String CONTROL = "control";
    static final String STDIN = "stdin";
    private static final String STATE = "state.json";
    private static final String DRAFT = ".draft";
    private static final int OURS_ALONE = 0600;
    private static final int MOST_LOOKS = 10_000;
    private static final long PAUSE_MILLIS = 1;

    private final Path home;
    private final String id;

    KeptContainer(Path home) {
        this.home = home;
        this.id = String.valueOf(home.getFileName());
    }

    public String id() {
        return id;
    }

    /** Where all that is kept about it lies: its log, and what it writes. */
    public Path home() {
        return home;
    }

    String file(String name) {
        return home + "/" + name;
    }

    /** Newest output, in frames; {@code log.1} beside it may have older ones. */
    public Path log() {
        return home.resolve(LOG);
    }

    /** Where wishes for its keeper are written to. */
    public Path control() {
        return home.resolve(CONTROL);
    }

    /** Where its input is written to, if it was made with {@code -i}. */
    public Path stdin() {
        return home.resolve(STDIN);
    }

    /**
     * What it is.
     *
     * @throws EngineProblem if it has just been removed
     */
    public KeptConfig config() {
        try (Reader text = reader(WritableLayer.STAYS)) {
            return KeptFiles.config(text);
        } catch (FileNotFoundException e) {
            throw EngineProblem.missing(KeptConfig.brief(id));
        } catch (IOException | IllegalStateException e) {
            throw EngineProblem.unreadable(
                    file(WritableLayer.STAYS), String.valueOf(e.getMessage()));
        }
    }

    /** Its last run. */
    public KeptRun run() {
        try (Reader text = reader(STATE)) {
            return KeptFiles.run(text);
        } catch (FileNotFoundException e) {
            return KeptRun.NONE;
        } catch (IOException | IllegalStateException e) {
            throw EngineProblem.unreadable(file(STATE), String.valueOf(e.getMessage()));
        }
    }

    /** As a whole: a decoder for each of five hundred would take longer than the reading. */
    private Reader reader(String name) throws IOException {
        try (FileInputStream in = new FileInputStream(file(name))) {
            return new StringReader(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    /**
     * Where the end of the run that is on will be written down: it can be read through this also
     * when the container has been removed at its end. Empty if no run is on.
     */
    public Optional<Fd> openEnd() {
        for (String name : new String[] {EXIT_DRAFT, EXIT}) {
            try {
                return Optional.of(Fd.open(file(name), O_RDONLY, 0));
            } catch (SyscallException e) {
                if (e.errno() != Errno.ENOENT) throw e;
            }
        }
        return Optional.empty();
    }

    /** How its last run ended; empty while it runs, and if its keeper was killed. */
    public Optional<KeptEnd> end() {
        return KeptEnd.read(file(EXIT));
    }

    /** How much of what it has printed is not in its log. */
    public LostOutput lost() {
        try {
            return LostOutput.in(home);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** In place, so that its keeper finds room for it when the disk is full. */
    void write(LostOutput lost) {
        try (Fd file = Fd.open(file(LostOutput.FILE), O_WRONLY | O_CREAT, OURS_ALONE)) {
            file.write(lost.written());
        }
    }

    void write(KeptConfig config) {
        try {
            replace(WritableLayer.STAYS, KeptFiles.write(config));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void write(KeptRun run) {
        try {
            replace(STATE, KeptFiles.write(run));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void replace(String name, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        try (Fd draft = Fd.open(file(name + DRAFT), O_WRONLY | O_CREAT | O_TRUNC, OURS_ALONE)) {
            draft.write(bytes);
        } catch (SyscallException e) {
            if (e.errno() != Errno.ENOSPC && e.errno() != Errno.EDQUOT) throw e;
            overwrite(name, bytes, e);
            return;
        }
        Arg here = Arg.flag(AT_FDCWD, Family.DIRFD);
        LinuxKernel.INSTANCE.call(
                Call.of(
                        Syscall.RENAMEAT2,
                        here,
                        Arg.text(file(name + DRAFT)),
                        here,
                        Arg.text(file(name)),
                        Arg.num(0)));
    }

    /**
     * On a full disk: it must still be possible to stop and to remove what fills it. What is there
     * is written over in one call, as long as before, so that it takes no room.
     */
    private void overwrite(String name, byte[] bytes, SyscallException full) {
        File there = new File(file(name));
        new File(file(name + DRAFT)).delete();
        if (there.length() < bytes.length) throw full;
        byte[] padded = Arrays.copyOf(bytes, (int) there.length());
        Arrays.fill(padded, bytes.length, padded.length, (byte) ' ');
        try (Fd file = Fd.open(file(name), O_WRONLY, 0)) {
            file.write(padded);
        }
    }

    /**
     * Waits for the right to change it.
     *
     * @throws EngineProblem if it has been removed
     */
    public FileLock lock() {
        Optional<FileLock> lock = FileLock.await(home);
        if (lock.isPresent() && home.resolve(WritableLayer.STAYS).toFile().exists()) {
            return lock.get();
        }
        if (lock.isPresent()) lock.get().close();
        throw EngineProblem.missing(KeptConfig.brief(id));
    }

    /** Its first process, if that runs. */
    public Optional<ProcessIdentity> running() {
        KeptRun run = run();
        return isOfThisBoot(run) ? running(run.process()) : Optional.empty();
    }

    private static boolean isOfThisBoot(KeptRun run) {
        return run.process().isPresent() && run.boot().equals(Boot.id());
    }

    private static Optional<ProcessIdentity> running(Optional<ProcessIdentity> process) {
        return process.isPresent() && process.get().isRunning() ? process : Optional.empty();
    }

    /** Its keeper, if that is there: also for a moment after the container has ended. */
    Optional<ProcessIdentity> keeper(KeptRun run) {
        return isOfThisBoot(run) ? running(run.keeper()) : Optional.empty();
    }

    /**
     * Once its process has ended: waits until its keeper has written down how, or is no more
     * either.
     */
    void awaitEnd(KeptRun run) {
        for (int i = 0; i < MOST_LOOKS && run.process().isPresent(); i++) {
            if (run.process().get().isRunning() || end().isPresent()) return;
            if (keeper(run).isEmpty()) return;
            try {
                Thread.sleep(PAUSE_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /** Where it is in its life. */
    public KeptStatus status(KeptConfig config, KeptRun run) {
        if (run.process().isEmpty()) return KeptStatus.CREATED;
        if (isOfThisBoot(run) && run.process().get().isRunning()) return KeptStatus.RUNNING;
        if (keeper(run).isEmpty()) return KeptStatus.EXITED;
        Optional<KeptEnd> end = end();
        if (end.isEmpty()) return KeptStatus.RUNNING; // its keeper has not got round to it
        boolean again =
                !run.stopped() && config.restart().restarts(end.get().status(), run.restarts());
        return again ? KeptStatus.RESTARTING : KeptStatus.EXITED;
    }

    /** How its last run ended, for programs: {@link KeptEnd#UNKNOWN} where nobody knows. */
    public ExitStatus exitStatus() {
        Optional<KeptEnd> end = end();
        return end.isPresent() ? end.get().status() : ExitStatus.exited(KeptEnd.UNKNOWN);
    }
}
