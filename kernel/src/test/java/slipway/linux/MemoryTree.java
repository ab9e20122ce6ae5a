package slipway.linux;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Directories and files in memory, and how a path leads to them; path_resolution(7). No links. */
final class MemoryTree {
    private static final int PATH_MAX = 4096;
    private static final int NAME_MAX = 255;

    final Dir root = new Dir(null, 0755);

    /** What a name stands for. */
    abstract static class Node {
        int mode;

        Node(int mode) {
            this.mode = mode;
        }
    }

    static final class Dir extends Node {
        final Map<String, Node> entries = new TreeMap<>();
        Dir parent;
        boolean removed;

        Dir(Dir parent, int mode) {
            super(mode);
            this.parent = parent == null ? this : parent;
        }

        boolean isIn(Node other) {
            if (this == other) return true;
            return parent != this && parent.isIn(other);
        }
    }

    static final class File extends Node {
        private byte[] bytes = {};

        File(int mode) {
            super(mode);
        }

        byte[] bytes() {
            return bytes.clone();
        }

        void truncate() {
            bytes = new byte[0];
        }

        int size() {
            return bytes.length;
        }

        void write(int at, byte[] data) {
            byte[] more = Arrays.copyOf(bytes, Math.max(bytes.length, at + data.length));
            System.arraycopy(data, 0, more, at, data.length);
            bytes = more;
        }
    }

    /**
     * Where a path leads: the directory of its last name, and the name, which may be free.
     *
     * @param name {@code .} and {@code ..} as they stand; {@code /} for the root
     * @param slash whether the path ends with one, which only directories may
     */
    record Place(Dir parent, String name, boolean slash) {
        boolean isDots() {
            return name.equals(".") || name.equals("..") || name.equals("/");
        }

        /** What is there, or null. */
        Node node() {
            if (name.equals(".") || name.equals("/")) return parent;
            return name.equals("..") ? parent.parent : parent.entries.get(name);
        }

        /** What is there; ENOENT for nothing, ENOTDIR for a file with a slash behind it. */
        Node existing() throws Refusal {
            Node node = node();
            if (node == null) throw new Refusal(Errno.ENOENT);
            if (slash && !(node instanceof Dir)) throw new Refusal(Errno.ENOTDIR);
            return node;
        }

        void put(Node node) throws Refusal {
            if (parent.removed) throw new Refusal(Errno.ENOENT);
            parent.entries.put(name, node);
            if (node instanceof Dir dir) dir.parent = parent;
        }
    }

    /** Follows the path up to its last name. */
    Place find(Dir start, String path) throws Refusal {
        if (path.isEmpty()) throw new Refusal(Errno.ENOENT);
        if (length(path) >= PATH_MAX) throw new Refusal(Errno.ENAMETOOLONG);
        List<String> names = Arrays.stream(path.split("/")).filter(n -> !n.isEmpty()).toList();
        if (names.isEmpty()) return new Place(root, "/", true);
        Dir dir = path.startsWith("/") ? root : start;
        for (String name : names.subList(0, names.size() - 1)) {
            Node next = new Place(dir, fitting(name), true).existing();
            dir = (Dir) next;
        }
        return new Place(dir, fitting(names.get(names.size() - 1)), path.endsWith("/"));
    }

    private static String fitting(String name) throws Refusal {
        if (length(name) > NAME_MAX) throw new Refusal(Errno.ENAMETOOLONG);
        return name;
    }

    private static int length(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    /** One path a line, directories with a slash behind. */
    String print() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        print(root, "/", out);
        return out.toString(StandardCharsets.UTF_8);
    }

    private static void print(Dir dir, String path, ByteArrayOutputStream out) {
        dir.entries.forEach(
                (name, node) -> {
                    String line = path + name + (node instanceof Dir ? "/" : "");
                    out.writeBytes((line + "\n").getBytes(StandardCharsets.UTF_8));
                    if (node instanceof Dir below) print(below, line, out);
                });
    }
}
