package slipway.cli;

import static slipway.linux.Constants.O_NONBLOCK;
import static slipway.linux.Constants.O_WRONLY;

import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import slipway.engine.EngineProblem;
import slipway.engine.KeptConfig;
import slipway.engine.KeptContainer;
import slipway.engine.Stopping;
import slipway.engine.log.LogPrinter;
import slipway.engine.log.LogReader;
import slipway.engine.log.LogView;
import slipway.linux.Errno;
import slipway.linux.Fd;
import slipway.linux.SyscallException;
import slipway.linux.WindowSize;
import slipway.plan.launch.Launcher;

/**
 * Our streams and a container that stays. What it writes is read from its log, so any number of us
 * may look, and none can hold it up; what is typed goes to its keeper, or to itself if it has no
 * terminal. It does not end when we do.
 */
final class Attachment implements AutoCloseable {
    private static final String[] SIGNALS = {"INT", "TERM", "HUP", "USR1", "USR2"};

    private final KeptContainer container;
    private final KeptConfig config;
    private final LogReader reader;
    private final KeptOutput.Run run;
    private @Nullable RawTerminal raw;
    private @Nullable AttachedTyping typing;

    private Attachment(KeptContainer container, KeptConfig config, LogReader reader) {
        this.container = container;
        this.config = config;
        this.reader = reader;
        this.run = new KeptOutput.Run(container);
    }

    /**
     * Begins to look.
     *
     * @param fromStart whether what it has written already is shown, too
     */
    static Attachment to(KeptContainer container, boolean fromStart) throws IOException {
        LogReader reader =
                fromStart
                        ? LogReader.fromStart(container.home())
                        : LogReader.fromNow(container.home());
        return new Attachment(container, container.config(), reader);
    }

    /**
     * Refuses before anything is started what {@link #connect} could not do.
     *
     * @param input whether what is typed is to go to it
     */
    void check(boolean input) {
        if (input && config.interactive() && config.terminal() && !RawTerminal.isPossible()) {
            throw new UsageError(
                    "container " + config.name() + " has a terminal, and our input is none",
                    "the same without input: attach --no-stdin, start -a");
        }
    }

    /** While it runs, and before it can have been removed. */
    void begin() {
        run.begin();
    }

    /**
     * Begins to type and to send, when it runs.
     *
     * @param proxy whether signals go to it
     */
    void connect(Launcher launcher, boolean input, boolean proxy, DetachKeys keys) {
        if (config.terminal()) resizeWithOurs();
        else if (proxy) handSignalsOn();
        if (input && config.interactive()) type(launcher, keys);
    }

    private void type(Launcher launcher, DetachKeys keys) {
        Optional<Fd> pipe = open(container.stdin().toString());
        if (pipe.isEmpty()) return; // it has ended already
        if (config.terminal()) raw = RawTerminal.enter(launcher);
        typing = AttachedTyping.to(pipe.get(), keys, this::endInput);
    }

    private void endInput() {
        // Of a terminal the end is a key; another one may attach to it.
        if (!config.terminal()) tell(KeeperWish.closeInput());
    }

    /** Also once at the beginning: it may never have had a size. */
    private void resizeWithOurs() {
        JvmSignals.listen("WINCH", (number, name) -> resize());
        resize();
    }

    private void resize() {
        WindowSize size = Terminal.ourSize();
        if (!size.equals(WindowSize.UNKNOWN)) tell(KeeperWish.resize(size));
    }

    /** For writing, without waiting; empty if nobody reads. */
    private static Optional<Fd> open(String pipe) {
        try {
            return Optional.of(Fd.open(pipe, O_WRONLY | O_NONBLOCK, 0));
        } catch (SyscallException e) {
            if (e.errno() != Errno.ENXIO && e.errno() != Errno.ENOENT) throw e;
            return Optional.empty();
        }
    }

    private void tell(byte[] wish) {
        Optional<Fd> control = open(container.control().toString());
        if (control.isEmpty()) return;
        try (Fd pipe = control.get()) {
            pipe.write(wish);
        } catch (SyscallException e) {
            // It has just ended, or its keeper does not get round to it.
            if (e.errno() != Errno.EPIPE && e.errno() != Errno.EAGAIN) throw e;
        }
    }

    private void handSignalsOn() {
        for (String name : SIGNALS) JvmSignals.listen(name, (number, same) -> handOn(number));
    }

    private void handOn(int number) {
        try {
            Stopping.signal(container, number);
        } catch (EngineProblem e) {
            run.isOver(); // it has just ended, which we are about to see
        }
    }

    /** Until its end, or until the keys are pressed; the status for a shell. */
    int await() throws IOException {
        LogPrinter printer =
                new LogPrinter(
                        LogsCommand.standardOutput(), LogsCommand.standardError(), LogView.ALL);
        printer.follow(reader, () -> isDetached() || run.isOver());
        if (!isDetached()) return run.status();
        close();
        System.err.println();
        System.err.println("slipway: left " + config.name() + ", which runs on");
        return 0;
    }

    private boolean isDetached() {
        return Optional.ofNullable(typing).map(AttachedTyping::isDetached).orElse(false);
    }

    @Override
    public void close() {
        AttachedTyping typed = typing;
        RawTerminal terminal = raw;
        typing = null;
        raw = null;
        reader.close();
        run.close();
        if (typed != null) typed.close();
        if (terminal != null) terminal.close();
    }
}
