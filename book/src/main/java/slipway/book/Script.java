package slipway.book;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Commands of the book that are run one after the other in one shell. */
record Script(List<Command> commands) {
    private static final Pattern NOTE = Pattern.compile("#\\s*(hidden|status:\\s*(\\d+))\\s*");

    private static final Pattern GOES_ON =
            Pattern.compile(" .*|(do|done|then|else|elif|fi|esac)\\b.*|[)}].*");

    Script {
        commands = List.copyOf(commands);
    }

    /**
     * One command.
     *
     * @param text as it is typed, of one line or more
     * @param status that it must end with
     * @param isHidden if readers do not see it
     */
    record Command(String text, int status, boolean isHidden) {}

    static Script one(String command, int status) {
        return new Script(List.of(new Command(command, status, false)));
    }

    /** A line is a command; those that are indented, end a block, or follow a backslash go on. */
    static Script parse(List<String> lines) {
        List<Command> commands = new ArrayList<>();
        boolean isHidden = false;
        int status = 0;
        int at = 0;
        while (at < lines.size()) {
            String line = lines.get(at++);
            Matcher note = NOTE.matcher(line);
            if (note.matches()) {
                if (note.group(2) == null) isHidden = true;
                else status = Integer.parseInt(note.group(2));
                continue;
            }
            if (line.isBlank() || line.startsWith("#")) continue;
            StringBuilder text = new StringBuilder(line);
            while (at < lines.size() && goesOn(text, lines.get(at))) {
                text.append('\n').append(lines.get(at++));
            }
            commands.add(new Command(text.toString(), status, isHidden));
            isHidden = false;
            status = 0;
        }
        return new Script(commands);
    }

    private static boolean goesOn(CharSequence text, String next) {
        return text.charAt(text.length() - 1) == '\\' || GOES_ON.matcher(next).matches();
    }
}
