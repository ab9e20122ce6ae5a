package slipway.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static slipway.linux.Constants.AT_FDCWD;
import static slipway.linux.Constants.AT_REMOVEDIR;
import static slipway.linux.Constants.O_CREAT;
import static slipway.linux.Constants.O_EXCL;
import static slipway.linux.Constants.O_RDONLY;
import static slipway.linux.Constants.O_TRUNC;
import static slipway.linux.Constants.O_WRONLY;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordingKernelTest {
    private static final Arg HERE = Arg.flag(AT_FDCWD, Family.DIRFD);
    private static final String[] NAMES = {
        "a", "b", "a/b", "b/a", "a/b/a", ".", "a/..", "a/", "b/."
    };

    private final Random random = new Random();

    @Test
    void every_call_is_written_down_with_its_answer() {
        RecordingKernel kernel = new RecordingKernel().withFile("/proc/7/uid_map", "");
        Arg map = Arg.text("/proc/7/uid_map");
        Arg writing = Arg.flag(O_WRONLY, Family.OPEN);
        long fd = kernel.call(Call.of(Syscall.OPENAT, HERE, map, writing, Arg.num(0)));
        kernel.call(Call.of(Syscall.WRITE, Arg.num(fd), Arg.text("0 0 1\n"), Arg.num(6)));
        kernel.call(Call.of(Syscall.CLOSE, Arg.num(fd)));
        assertThatThrownBy(() -> kernel.call(Call.of(Syscall.CLOSE, Arg.num(fd))))
                .isInstanceOf(SyscallException.class);
        assertThat(kernel.lines())
                .containsExactly(
                        "openat(AT_FDCWD, \"/proc/7/uid_map\", O_WRONLY, 0) = 3",
                        "write(3, \"0 0 1\\n\", 6) = 6",
                        "close(3) = 0",
                        "close(3) = -1 EBADF (Bad file descriptor)");
        assertThat(kernel.text("/proc/7/uid_map")).isEqualTo("0 0 1\n");
        assertThat(kernel.tree()).isEqualTo("/proc/\n/proc/7/\n/proc/7/uid_map\n");
    }

    @Test
    void a_call_that_it_does_not_know_has_no_answer() {
        assertThatThrownBy(() -> new RecordingKernel().call(Call.of(Syscall.SYNC)))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessage("only Linux can sync()");
    }

    @Test
    void it_answers_whatever_happens_as_linux_does(@TempDir Path folder) throws Exception {
        RecordingKernel memory = new RecordingKernel().withDirectory(folder.toString());
        for (int i = 0; i < 3000; i++) {
            Call call = anyCall(folder);
            String expected = answer(LinuxKernel.INSTANCE, call);
            assertThat(answer(memory, call))
                    .as("%s after %s", call, memory.lines())
                    .isEqualTo(expected);
        }
        assertThat(below(memory.tree(), folder)).isEqualTo(onDisk(folder));
    }

    private Call anyCall(Path folder) {
        Arg one = Arg.text(folder + "/" + any(NAMES));
        Arg two = Arg.text(folder + "/" + any(NAMES));
        long remove = random.nextBoolean() ? AT_REMOVEDIR : 0;
        return switch (random.nextInt(5)) {
            case 0 -> Call.of(Syscall.MKDIRAT, HERE, one, Arg.mode(0755));
            case 1 -> Call.of(Syscall.UNLINKAT, HERE, one, Arg.flag(remove, Family.AT));
            case 2 -> Call.of(Syscall.FCHMODAT, HERE, one, Arg.mode(0700));
            case 3 -> {
                Arg how = Arg.flag(random.nextInt(3), Family.RENAME);
                yield Call.of(Syscall.RENAMEAT2, HERE, one, HERE, two, how);
            }
            default -> {
                Arg how = Arg.flag(any(0L, O_CREAT) | any(0L, O_TRUNC) | access(), Family.OPEN);
                yield Call.of(Syscall.OPENAT, HERE, one, how, Arg.mode(0600));
            }
        };
    }

    private long access() {
        return any(O_RDONLY, O_WRONLY, O_WRONLY | O_CREAT | O_EXCL);
    }

    /** Descriptors are closed at once, so that their numbers do not matter. */
    private static String answer(Kernel kernel, Call call) {
        try {
            long result = kernel.call(call);
            if (call.syscall() != Syscall.OPENAT) return Long.toString(result);
            kernel.call(Call.of(Syscall.CLOSE, Arg.num(result)));
            return "a descriptor";
        } catch (SyscallException e) {
            return e.errno().toString();
        }
    }

    private static TreeSet<String> below(String tree, Path folder) {
        TreeSet<String> lines = new TreeSet<>();
        tree.lines().filter(line -> line.startsWith(folder + "/")).forEach(lines::add);
        lines.remove(folder + "/");
        return lines;
    }

    private static TreeSet<String> onDisk(Path folder) throws Exception {
        TreeSet<String> lines = new TreeSet<>();
        try (Stream<Path> all = Files.walk(folder)) {
            all.filter(path -> !path.equals(folder))
                    .forEach(path -> lines.add(path + (Files.isDirectory(path) ? "/" : "")));
        }
        return lines;
    }

    @SafeVarargs
    private <T> T any(T... values) {
        return values[random.nextInt(values.length)];
    }
}
