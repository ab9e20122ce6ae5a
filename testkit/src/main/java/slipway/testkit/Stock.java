package slipway.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What there is at one moment of everything that a test can leave behind.
 *
 * @param items what tells an item from others (pid and start time, path, ...) → words for a person
 */
record Stock(Map<String, String> items) {
    Stock {
        items = Map.copyOf(items);
    }

    /**
     * Takes stock of this JVM and of the directories.
     *
     * @param watched directories; those that do not exist are empty
     */
    static Stock take(List<Path> watched) {
        Map<String, String> items = new TreeMap<>();
        ProcessStock.add(items);
        JvmStock.addOpenFiles(items);
        JvmStock.addNamespaces(items);
        JvmStock.addInterfaces(items);
        List<Path> own = new ArrayList<>(watched);
        own.add(Path.of(System.getProperty("java.io.tmpdir")));
        JvmStock.addMounts(own, items);
        for (Path directory : watched) {
            addFiles(directory, items);
        }
        return new Stock(items);
    }

    /** The words for what is here and was not in {@code before}, in a fixed order. */
    List<String> beyond(Stock before) {
        List<String> more = new ArrayList<>();
        for (Map.Entry<String, String> item : new TreeMap<>(items).entrySet()) {
            if (!before.items.containsKey(item.getKey())) {
                more.add(item.getValue());
            }
        }
        return more;
    }

    private static void addFiles(Path directory, Map<String, String> items) {
        // The files of a cgroup come and go with it: there, only directories count.
        boolean cgroups = isCgroup(directory);
        try {
            Files.walkFileTree(
                    directory,
                    new SimpleFileVisitor<>() {
                        @Override
                        public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes a) {
                            if (!path.equals(directory)) {
                                items.put("file " + path, words(path));
                            }
                            return FileVisitResult.CONTINUE;
                        }

                        @Override
                        public FileVisitResult visitFile(Path path, BasicFileAttributes a) {
                            if (!cgroups) {
                                items.put("file " + path, "file " + path);
                            }
                            return FileVisitResult.CONTINUE;
                        }

                        @Override
                        public FileVisitResult visitFileFailed(Path path, IOException e) {
                            if (!(e instanceof NoSuchFileException)) {
                                items.put("file " + path, "unreadable " + path + ": " + e);
                            }
                            return FileVisitResult.CONTINUE;
                        }

                        private String words(Path path) {
                            return cgroups
                                    ? "cgroup " + path + " with processes [" + processes(path) + "]"
                                    : "directory " + path;
                        }
                    });
        } catch (IOException e) {
            throw new UncheckedIOException("taking stock of " + directory, e);
        }
    }

    private static boolean isCgroup(Path directory) {
        return Files.exists(directory.resolve("cgroup.procs"));
    }

    private static String processes(Path cgroup) {
        return Proc.read(cgroup.resolve("cgroup.procs")).strip().replace('\n', ' ');
    }
}
