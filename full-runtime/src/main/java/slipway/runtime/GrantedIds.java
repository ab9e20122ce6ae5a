package slipway.runtime;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import slipway.linux.SubordinateIds;
import slipway.plan.RunTool;

/** What /etc/subuid and /etc/subgid give to an ordinary user, if there is who can map it. */
final class GrantedIds {
    private GrantedIds() {}

    /** The same facts, with the ranges that are the user's; both kinds or none. */
    static HostFacts addTo(HostFacts facts) {
        if (!isThere(RunTool.NEWUIDMAP) || !isThere(RunTool.NEWGIDMAP)) return facts;
        try {
            String name = loginName(facts.uid());
            List<SubordinateIds.Range> users =
                    SubordinateIds.of(Path.of("/etc/subuid")).rangesOf(name, facts.uid());
            List<SubordinateIds.Range> groups =
                    SubordinateIds.of(Path.of("/etc/subgid")).rangesOf(name, facts.uid());
            if (users.isEmpty() || groups.isEmpty()) return facts;
            return new HostFacts(
                    facts.uid(),
                    facts.gid(),
                    facts.capabilities(),
                    facts.lastCapability(),
                    facts.maySetGroups(),
                    users,
                    groups);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isThere(String tool) {
        for (String folder : RunTool.FOLDERS) {
            if (new File(folder, tool).canExecute()) return true;
        }
        return false;
    }

    /** From {@code name:password:uid:…}; for who has no line, a name that owns nothing. */
    private static String loginName(long uid) throws IOException {
        Path accounts = Path.of("/etc/passwd");
        if (!Files.exists(accounts)) return "";
        String text = new String(Files.readAllBytes(accounts), StandardCharsets.UTF_8);
        String wanted = Long.toString(uid);
        int start = 0;
        while (start < text.length()) {
            int newline = text.indexOf('\n', start);
            int end = newline < 0 ? text.length() : newline;
            int name = text.indexOf(':', start);
            int password = name < 0 ? -1 : text.indexOf(':', name + 1);
            int number = password < 0 ? -1 : text.indexOf(':', password + 1);
            if (number >= 0 && number < end && text.substring(password + 1, number).equals(wanted))
                return text.substring(start, name);
            start = end + 1;
        }
        return "";
    }
}
