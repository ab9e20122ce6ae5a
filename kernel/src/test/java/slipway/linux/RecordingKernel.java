package slipway.linux;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A kernel that knows only files, keeps them in memory, and writes every call down as strace(1)
 * would: for tests of what does its work by calls. {@link KernelContract} says what it has in
 * common with the real one.
 *
 * <p>It is root with a umask of 022 and {@code /} as its folder. A call that it does not know is an
 * exception of the test's, never an answer. There are no links, mounts, owners or permissions.
 */
public final class RecordingKernel implements Kernel {
    private static final int UMASK = 022;
    private static final int FIRST_FD = 3;

    private final MemoryTree tree = new MemoryTree();
    private final Map<Long, OpenFile> open = new HashMap<>();
    private final List<String> lines = new ArrayList<>();

    /** A folder that is there already, with all above it. */
    public RecordingKernel withDirectory(String path) {
        MemoryTree.Dir dir = tree.root;
        for (String name : path.split("/")) {
            if (name.isEmpty()) continue;
            MemoryTree.Dir above = dir;
            dir =
                    (MemoryTree.Dir)
                            dir.entries.computeIfAbsent(name, n -> new MemoryTree.Dir(above, 0755));
        }
        return this;
    }

    /** A file that is there already, as the kernel's own are, with all above it. */
    public RecordingKernel withFile(String path, String text) {
        int slash = path.lastIndexOf('/');
        withDirectory(path.substring(0, slash));
        MemoryTree.File file = new MemoryTree.File(0644);
        file.write(0, text.getBytes(StandardCharsets.UTF_8));
        MemoryTree.Dir dir = (MemoryTree.Dir) node(path.substring(0, slash + 1));
        dir.entries.put(path.substring(slash + 1), file);
        return this;
    }

    /**
     * Every call so far with its answer, as in {@code close(3) = -1 EBADF (Bad file descriptor)}.
     */
    public List<String> lines() {
        return List.copyOf(lines);
    }

    /** Every path there is, one a line, folders with a slash behind. */
    public String tree() {
        return tree.print();
    }

    /** What is in the file. */
    public String text(String path) {
        return new String(((MemoryTree.File) node(path)).bytes(), StandardCharsets.UTF_8);
    }

    /** The permission bits. */
    public int mode(String path) {
        return node(path).mode;
    }

    /** How many descriptors are open. */
    public int openFiles() {
        return open.size();
    }

    @Override
    public long call(Call call) {
        try {
            long result = answer(call.syscall(), new Arguments(call));
            lines.add(call + " = " + result);
            return result;
        } catch (Refusal no) {
            lines.add(call + " = -1 " + no.errno() + " (" + no.errno().text() + ")");
            throw new SyscallException(call, no.errno());
        }
    }

    private long answer(Syscall syscall, Arguments args) throws Refusal {
        Directories directories = new Directories(this::place);
        return switch (syscall) {
            case OPENAT -> open(args);
            case CLOSE -> close(args.number(0));
            case READ -> file(args.number(0)).read(args.room(1, args.number(2)));
            case WRITE -> file(args.number(0)).write(args.data(1, args.number(2)));
            case MKDIRAT -> directories.make(args, UMASK);
            case UNLINKAT -> directories.unlink(args);
            case RENAMEAT2 -> directories.rename(args);
            case FCHMODAT -> {
                place(args.number(0), args.text(1)).existing().mode = (int) args.number(2) & 07777;
                yield 0;
            }
            default -> throw new UnsupportedOperationException("only Linux can " + args);
        };
    }

    private long open(Arguments args) throws Refusal {
        OpenFile file =
                OpenFile.at(
                        place(args.number(0), args.text(1)),
                        args.number(2),
                        args.number(3) & ~UMASK);
        long fd = FIRST_FD;
        while (open.containsKey(fd)) fd++;
        open.put(fd, file);
        return fd;
    }

    private long close(long fd) throws Refusal {
        if (open.remove(fd) == null) throw new Refusal(Errno.EBADF);
        return 0;
    }

    private OpenFile file(long fd) throws Refusal {
        OpenFile file = open.get(fd);
        if (file == null) throw new Refusal(Errno.EBADF);
        return file;
    }

    private MemoryTree.Place place(long dirfd, String path) throws Refusal {
        MemoryTree.Dir start = tree.root;
        if (!path.isEmpty() && !path.startsWith("/") && dirfd != Constants.AT_FDCWD) {
            start = file(dirfd).directory();
        }
        return tree.find(start, path);
    }

    private MemoryTree.Node node(String path) {
        try {
            return tree.find(tree.root, path).existing();
        } catch (Refusal e) {
            throw new AssertionError(path + " in\n" + tree(), e);
        }
    }

    /** The arguments of a call by place; one that is not given is 0. */
    static final class Arguments {
        private final Call call;

        Arguments(Call call) {
            this.call = call;
        }

        long number(int index) {
            if (index >= call.args().size()) return 0;
            Arg arg = call.args().get(index);
            if (arg instanceof Arg.Num num) return num.value();
            if (arg instanceof Arg.Flag flag) return flag.value();
            throw new IllegalArgumentException(arg.shown() + " is no number: " + call);
        }

        String text(int index) {
            if (call.args().get(index) instanceof Arg.Text text) return text.value();
            throw new IllegalArgumentException("argument " + index + " is no text: " + call);
        }

        /** The array that the kernel writes to, which must have room for {@code size} bytes. */
        byte[] room(int index, long size) {
            if (call.args().get(index) instanceof Arg.Bytes bytes && size == bytes.value().length) {
                return bytes.value();
            }
            throw new IllegalArgumentException("argument " + index + " has another size: " + call);
        }

        byte[] data(int index, long size) {
            byte[] all =
                    call.args().get(index) instanceof Arg.Bytes bytes
                            ? bytes.value()
                            : text(index).getBytes(StandardCharsets.UTF_8);
            if (size > all.length) throw new IllegalArgumentException("reads on behind: " + call);
            return Arrays.copyOf(all, (int) size);
        }

        @Override
        public String toString() {
            return call.toString();
        }
    }
}
