package slipway.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static slipway.linux.Constants.AT_FDCWD;
import static slipway.linux.Constants.AT_REMOVEDIR;
import static slipway.linux.Constants.O_APPEND;
import static slipway.linux.Constants.O_CREAT;
import static slipway.linux.Constants.O_DIRECTORY;
import static slipway.linux.Constants.O_EXCL;
import static slipway.linux.Constants.O_PATH;
import static slipway.linux.Constants.O_RDONLY;
import static slipway.linux.Constants.O_RDWR;
import static slipway.linux.Constants.O_TRUNC;
import static slipway.linux.Constants.O_WRONLY;
import static slipway.linux.Constants.RENAME_EXCHANGE;
import static slipway.linux.Constants.RENAME_NOREPLACE;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What is true of every {@link Kernel} that has files: the real one, and the one in memory. */
abstract class KernelContract {
    private static final Arg HERE = Arg.flag(AT_FDCWD, Family.DIRFD);

    abstract Kernel kernel();

    /** A folder that is there and empty; no slash at the end. */
    abstract String folder();

    /** The permission bits, seen from outside. */
    abstract int mode(String path) throws Exception;

    /** The permission bits that new files do not get. */
    abstract int umask() throws Exception;

    @Test
    void a_folder_that_is_there_is_EEXIST_and_so_is_a_file() {
        mkdir("a");
        create("f", "");
        refused(() -> mkdir("a"), Errno.EEXIST);
        refused(() -> mkdir("f"), Errno.EEXIST);
        refused(() -> mkdir("."), Errno.EEXIST);
    }

    @Test
    void below_a_missing_folder_everything_is_ENOENT() {
        refused(() -> mkdir("no/such"), Errno.ENOENT);
        refused(() -> open("no/such", O_WRONLY | O_CREAT), Errno.ENOENT);
        refused(() -> open("no", O_RDONLY), Errno.ENOENT);
        refused(() -> unlink("no", 0), Errno.ENOENT);
        refused(() -> unlink("no", AT_REMOVEDIR), Errno.ENOENT);
        refused(() -> rename("no", "yes", 0), Errno.ENOENT);
        refused(() -> chmod("no", 0700), Errno.ENOENT);
        refused(() -> openAt(HERE, "", O_RDONLY), Errno.ENOENT);
    }

    @Test
    void below_a_file_everything_is_ENOTDIR() {
        create("f", "");
        refused(() -> mkdir("f/a"), Errno.ENOTDIR);
        refused(() -> open("f/a", O_RDONLY), Errno.ENOTDIR);
        refused(() -> open("f", O_RDONLY | O_DIRECTORY), Errno.ENOTDIR);
        refused(() -> open("f/", O_RDONLY), Errno.ENOTDIR);
        refused(() -> unlink("f", AT_REMOVEDIR), Errno.ENOTDIR);
        refused(() -> chmod("f/..", 0700), Errno.ENOTDIR);
        long fd = open("f", O_RDONLY);
        refused(() -> openAt(Arg.num(fd), "a", O_RDONLY), Errno.ENOTDIR);
        close(fd);
    }

    @Test
    void a_folder_is_no_file_to_write_or_unlink() {
        mkdir("a");
        refused(() -> open("a", O_WRONLY), Errno.EISDIR);
        refused(() -> open("a", O_RDONLY | O_CREAT), Errno.EISDIR);
        refused(() -> open("new/", O_WRONLY | O_CREAT), Errno.EISDIR);
        refused(() -> unlink("a", 0), Errno.EISDIR);
        long fd = open("a", O_RDONLY);
        refused(() -> read(fd, 1), Errno.EISDIR);
        close(fd);
    }

    @Test
    void only_an_empty_folder_can_be_removed() {
        mkdir("a");
        mkdir("a/b/");
        refused(() -> unlink("a", AT_REMOVEDIR), Errno.ENOTEMPTY);
        refused(() -> unlink("a/b/..", AT_REMOVEDIR), Errno.ENOTEMPTY);
        refused(() -> unlink("a/b/.", AT_REMOVEDIR), Errno.EINVAL);
        unlink("a/b", AT_REMOVEDIR);
        unlink("a", AT_REMOVEDIR);
        refused(() -> open("a", O_RDONLY), Errno.ENOENT);
    }

    @Test
    void nothing_can_be_made_in_a_folder_that_is_gone() {
        mkdir("a");
        long fd = open("a", O_RDONLY | O_DIRECTORY);
        unlink("a", AT_REMOVEDIR);
        refused(() -> mkdirAt(Arg.num(fd), "b"), Errno.ENOENT);
        refused(() -> openAt(Arg.num(fd), "f", O_WRONLY | O_CREAT), Errno.ENOENT);
        close(fd);
    }

    @Test
    void what_was_written_is_read_and_then_comes_the_end() {
        String text = "ü " + UUID.randomUUID() + "\n";
        create("f", text);
        long fd = open("f", O_RDONLY);
        int half = text.length() / 2;
        assertThat(read(fd, half) + read(fd, 1000)).isEqualTo(text);
        assertThat(read(fd, 1)).isEmpty();
        close(fd);
    }

    @Test
    void a_write_replaces_from_the_start_or_appends_or_comes_after_truncation() {
        create("f", "abcdef");
        put("f", "XY", O_RDWR);
        assertThat(text("f")).isEqualTo("XYcdef");
        put("f", "gh", O_WRONLY | O_APPEND);
        assertThat(text("f")).isEqualTo("XYcdefgh");
        put("f", "i", O_WRONLY | O_TRUNC);
        assertThat(text("f")).isEqualTo("i");
    }

    @Test
    void a_closed_descriptor_is_EBADF_for_everything() {
        long fd = open("", O_RDONLY | O_DIRECTORY);
        close(fd);
        refused(() -> close(fd), Errno.EBADF);
        refused(() -> read(fd, 1), Errno.EBADF);
        refused(() -> write(fd, "a"), Errno.EBADF);
        refused(() -> openAt(Arg.num(fd), "a", O_RDONLY), Errno.EBADF);
        refused(() -> mkdirAt(Arg.num(fd), "a"), Errno.EBADF);
    }

    @Test
    void a_descriptor_does_only_what_it_was_opened_for() {
        create("f", "abc");
        long reads = open("f", O_RDONLY);
        long writes = open("f", O_WRONLY);
        long names = open("f", O_PATH);
        refused(() -> write(reads, "a"), Errno.EBADF);
        refused(() -> read(writes, 1), Errno.EBADF);
        refused(() -> read(names, 1), Errno.EBADF);
        refused(() -> write(names, "a"), Errno.EBADF);
        for (long fd : new long[] {reads, writes, names}) close(fd);
    }

    @Test
    void exclusive_creation_wants_a_free_name() {
        long fd = open("f", O_WRONLY | O_CREAT | O_EXCL);
        close(fd);
        refused(() -> open("f", O_WRONLY | O_CREAT | O_EXCL), Errno.EEXIST);
        mkdir("a");
        refused(() -> open("a", O_WRONLY | O_CREAT | O_EXCL), Errno.EEXIST);
    }

    @Test
    void a_file_without_a_name_can_still_be_read() {
        create("f", "still here");
        long fd = open("f", O_RDONLY);
        unlink("f", 0);
        assertThat(read(fd, 100)).isEqualTo("still here");
        close(fd);
        refused(() -> open("f", O_RDONLY), Errno.ENOENT);
    }

    @Test
    void a_rename_replaces_a_file_at_once() {
        create("new", "new");
        create("old", "old");
        long fd = open("old", O_RDONLY);
        rename("new", "old", 0);
        assertThat(text("old")).isEqualTo("new");
        assertThat(read(fd, 100)).isEqualTo("old");
        close(fd);
        refused(() -> open("new", O_RDONLY), Errno.ENOENT);
    }

    @Test
    void a_rename_replaces_only_its_like_and_no_full_folder() {
        mkdir("empty");
        mkdir("full");
        mkdir("full/a");
        create("f", "");
        refused(() -> rename("f", "empty", 0), Errno.EISDIR);
        refused(() -> rename("empty", "f", 0), Errno.ENOTDIR);
        refused(() -> rename("empty", "full", 0), Errno.ENOTEMPTY);
        refused(() -> rename("full/a", "full", 0), Errno.ENOTEMPTY);
        refused(() -> rename("full", "full/a/b", 0), Errno.EINVAL);
        rename("full", "empty", 0);
        unlink("empty/a", AT_REMOVEDIR);
    }

    @Test
    void a_rename_can_spare_what_is_there_or_exchange_the_two() {
        create("f", "f");
        create("g", "g");
        refused(() -> rename("f", "g", RENAME_NOREPLACE), Errno.EEXIST);
        refused(() -> rename("f", "none", RENAME_EXCHANGE), Errno.ENOENT);
        rename("f", "g", RENAME_EXCHANGE);
        assertThat(text("f") + text("g")).isEqualTo("gf");
    }

    @Test
    void permissions_are_what_was_asked_for_less_the_umask_until_they_are_changed()
            throws Exception {
        mkdir("a");
        create("f", "");
        assertThat(mode(path("a"))).isEqualTo(0777 & ~umask());
        assertThat(mode(path("f"))).isEqualTo(0666 & ~umask());
        chmod("a", 0777);
        chmod("f", 0400);
        assertThat(mode(path("a"))).isEqualTo(0777);
        assertThat(mode(path("f"))).isEqualTo(0400);
    }

    @Test
    void relative_paths_start_at_the_descriptor_and_may_go_up_from_it() {
        mkdir("a");
        mkdir("a/b");
        long fd = open("a/b", O_RDONLY | O_DIRECTORY);
        mkdirAt(Arg.num(fd), "../c");
        mkdirAt(Arg.num(fd), "./d");
        mkdirAt(Arg.num(-1), path("a/e"));
        close(fd);
        for (String name : List.of("a/c", "a/b/d", "a/e")) unlink(name, AT_REMOVEDIR);
    }

    @Test
    void a_name_has_at_most_255_bytes() {
        mkdir("a".repeat(255));
        refused(() -> mkdir("a".repeat(256)), Errno.ENAMETOOLONG);
        refused(() -> mkdir("é".repeat(128)), Errno.ENAMETOOLONG);
        refused(() -> mkdir("a/".repeat(2048)), Errno.ENAMETOOLONG);
    }

    @Test
    void the_result_of_another_call_has_no_meaning_here() {
        assertThatThrownBy(() -> kernel().call(Call.of(Syscall.CLOSE, Arg.result("fd"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("$fd");
    }

    private static void refused(ThrowingCallable call, Errno errno) {
        assertThatThrownBy(call)
                .isInstanceOf(SyscallException.class)
                .hasMessageContaining(" failed: " + errno + " (")
                .extracting(e -> ((SyscallException) e).errno())
                .isEqualTo(errno);
    }

    private String path(String name) {
        return folder() + "/" + name;
    }

    private void mkdir(String name) {
        mkdirAt(HERE, path(name));
    }

    private void mkdirAt(Arg dir, String path) {
        kernel().call(Call.of(Syscall.MKDIRAT, dir, Arg.text(path), Arg.mode(0777)));
    }

    private long open(String name, long flags) {
        return openAt(HERE, path(name), flags);
    }

    private long openAt(Arg dir, String path, long flags) {
        Arg how = Arg.flag(flags, Family.OPEN);
        return kernel().call(Call.of(Syscall.OPENAT, dir, Arg.text(path), how, Arg.mode(0666)));
    }

    private void close(long fd) {
        kernel().call(Call.of(Syscall.CLOSE, Arg.num(fd)));
    }

    private String read(long fd, int size) {
        byte[] room = new byte[size];
        Arg into = new Arg.Bytes(room, "…");
        long count = kernel().call(Call.of(Syscall.READ, Arg.num(fd), into, Arg.num(size)));
        return new String(Arrays.copyOf(room, (int) count), StandardCharsets.UTF_8);
    }

    private void write(long fd, String text) {
        int size = text.getBytes(StandardCharsets.UTF_8).length;
        Call call = Call.of(Syscall.WRITE, Arg.num(fd), Arg.text(text), Arg.num(size));
        assertThat(kernel().call(call)).isEqualTo(size);
    }

    private void create(String name, String text) {
        put(name, text, O_WRONLY | O_CREAT | O_EXCL);
    }

    private void put(String name, String text, long flags) {
        long fd = open(name, flags);
        write(fd, text);
        close(fd);
    }

    private String text(String name) {
        long fd = open(name, O_RDONLY);
        String text = read(fd, 1000);
        close(fd);
        return text;
    }

    private void unlink(String name, long flags) {
        Arg how = Arg.flag(flags, Family.AT);
        kernel().call(Call.of(Syscall.UNLINKAT, HERE, Arg.text(path(name)), how));
    }

    private void rename(String from, String to, long flags) {
        kernel().call(
                        Call.of(
                                Syscall.RENAMEAT2,
                                HERE,
                                Arg.text(path(from)),
                                HERE,
                                Arg.text(path(to)),
                                Arg.flag(flags, Family.RENAME)));
    }

    private void chmod(String name, int mode) {
        kernel().call(Call.of(Syscall.FCHMODAT, HERE, Arg.text(path(name)), Arg.mode(mode)));
    }
}
