package slipway.cli;

import java.io.File;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/**
 * A main class for tests: {@code N WORDS}, the same command N times in one JVM. It prints what this
 * JVM holds after the first ones and after the last.
 */
final class ManyExecs {
    /** By then everything that is made once is there. */
    private static final int FIRST = 20;

    private ManyExecs() {}

    public static void main(String[] args) throws Exception {
        int times = Integer.parseInt(args[0]);
        String[] words = Arrays.copyOfRange(args, 1, args.length);
        int failed = 0;
        held(); // what the JDK opens once to read a file is there now
        for (int i = 1; i <= times; i++) {
            if (Main.run(words) != 0) failed++;
            if (i == FIRST) System.out.println(held());
        }
        System.out.println(held());
        System.out.println("failed " + failed);
        Runtime.getRuntime().halt(0);
    }

    /** Kinds of open files and how many of each, children, and mounts. */
    private static String held() throws Exception {
        Map<String, Integer> files = new TreeMap<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
            for (Path each : all) {
                String target = Files.readSymbolicLink(each).toString();
                // The listing itself is open, and sockets and pipes have numbers.
                if (!target.endsWith("/fd"))
                    files.merge(target.replaceAll("\\d", ""), 1, Integer::sum);
            }
        }
        StringBuilder children = new StringBuilder();
        for (File task : new File("/proc/self/task").listFiles()) {
            children.append(Files.readString(new File(task, "children").toPath()));
        }
        long mounts = Files.readAllLines(Path.of("/proc/self/mountinfo")).size();
        return files + " children " + children + " mounts " + mounts;
    }
}
