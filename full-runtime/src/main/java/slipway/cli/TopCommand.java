package slipway.cli;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import slipway.engine.KeptContainer;
import slipway.linux.NamespaceLink;
import slipway.runtime.state.ProcessIdentity;

/** {@code slipway top}: the processes of a container, by the numbers that they have out here. */
final class TopCommand {
    private static final String[] HEAD = {"PID", "PPID", "UID", "STATE", "TIME", "COMMAND"};
    private static final int STATE = 0;
    private static final int PARENT = 1;
    private static final int USER_TICKS = 11;
    private static final int SYSTEM_TICKS = 12;
    private static final int TICKS = 100;
    private static final int MINUTE = 60;

    private TopCommand() {}

    static int run(String[] words) {
        if (KeptCommands.help("top", words)) return 0;
        List<String> names = KeptCommands.names("top", words);
        if (names.size() != 1) {
            throw new UsageError("top wants one container", "slipway top " + names.get(0));
        }
        KeptContainer container = KeptCommands.store().find(names.get(0));
        Optional<ProcessIdentity> first = container.running();
        if (first.isEmpty()) {
            throw new UsageError("container " + names.get(0) + " is not running", "slipway ps -a");
        }
        List<String[]> rows = new ArrayList<>();
        rows.add(HEAD);
        Optional<Long> namespace = namespace(first.get().pid());
        for (String name : new File("/proc").list()) {
            if (!Character.isDigit(name.charAt(0))) continue;
            int pid = Integer.parseInt(name);
            if (namespace.isPresent() && namespace(pid).equals(namespace)) add(rows, pid);
        }
        System.out.print(ContainerTable.aligned(rows));
        return 0;
    }

    private static Optional<Long> namespace(int pid) {
        try {
            return Optional.of(NamespaceLink.ofPid(pid, "pid").inode());
        } catch (IOException e) {
            return Optional.empty(); // it has ended, or is somebody else's
        }
    }

    private static void add(List<String[]> rows, int pid) {
        String stat = text(pid, "stat");
        int bracket = stat.lastIndexOf(')');
        if (bracket < 0) return; // it has just ended
        String[] fields = VolumeOption.split(stat.substring(bracket + 2), ' ');
        long ticks = Long.parseLong(fields[USER_TICKS]) + Long.parseLong(fields[SYSTEM_TICKS]);
        long seconds = ticks / TICKS;
        String rest = "" + seconds % MINUTE;
        String command = text(pid, "cmdline").replace('\0', ' ').strip();
        String name = "[" + stat.substring(stat.indexOf('(') + 1, bracket) + "]";
        rows.add(
                new String[] {
                    "" + pid,
                    fields[PARENT],
                    user(text(pid, "status")),
                    fields[STATE],
                    seconds / MINUTE + ":" + (rest.length() < 2 ? "0" : "") + rest,
                    command.isEmpty() ? name : command
                });
    }

    private static String user(String status) {
        int at = status.indexOf("\nUid:\t");
        if (at < 0) return "?";
        int start = at + "\nUid:\t".length();
        return status.substring(start, status.indexOf('\t', start));
    }

    private static String text(int pid, String file) {
        try (FileInputStream in = new FileInputStream("/proc/" + pid + "/" + file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return ""; // it has just ended
        }
    }
}
