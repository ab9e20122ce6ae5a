package slipway.linux;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The names in a {@link Family}, from {@code families.txt}. Plans mention families long before
 * anybody wants to see a name, so they are read at the first question.
 */
final class FamilyNames {
    private static final Map<Family, FamilyNames> ALL = read(TextTable.text("families.txt"));

    private final Family family;

    /** The bits that hold one value of a list: none of a mask, all of a plain list. */
    private final long valueBits;

    private final List<String> names = new ArrayList<>();
    private final List<Long> values = new ArrayList<>();

    private FamilyNames(Family family, long valueBits) {
        this.family = family;
        this.valueBits = valueBits;
    }

    static FamilyNames of(Family family) {
        FamilyNames names = ALL.get(family);
        if (names == null) throw new IllegalStateException("families.txt lacks " + family);
        return names;
    }

    List<String> names() {
        return List.copyOf(names);
    }

    long valueOf(String name) {
        return values.get(names.indexOf(name));
    }

    String describe(long value) {
        if (valueBits == -1) return namedOr(value, Long.toString(value));
        if (value == 0) return namedOr(0, "0");
        String low = valueBits == 0 ? "" : namedOr(value & valueBits, "");
        long rest = low.isEmpty() ? value : value & ~valueBits;
        StringBuilder shown = new StringBuilder(low);
        for (int i = 0; i < names.size(); i++) {
            long bits = values.get(i);
            if ((bits & ~valueBits) == 0 || (rest & bits) != bits) continue;
            append(shown, names.get(i));
            rest &= ~bits;
        }
        if (rest != 0) append(shown, unnamed(rest));
        return shown.toString();
    }

    private String namedOr(long value, String otherwise) {
        int at = values.indexOf(value);
        return at < 0 ? otherwise : names.get(at);
    }

    private String unnamed(long rest) {
        // clone(2) has the signal of the child's death in the lowest byte of its flags
        if (family == Family.CLONE && rest <= Constants.SIGSYS) return Family.SIGNAL.describe(rest);
        if (family == Family.FILE_TYPE) return "0" + Long.toOctalString(rest);
        return "0x" + Long.toHexString(rest);
    }

    private static void append(StringBuilder shown, String name) {
        if (shown.length() > 0) shown.append('|');
        shown.append(name);
    }

    private static Map<Family, FamilyNames> read(String text) {
        Map<Family, FamilyNames> all = new EnumMap<>(Family.class);
        FamilyNames current = capabilities();
        all.put(Family.CAPABILITY, current);
        for (String line : Lines.of(text)) {
            if (line.isBlank() || line.charAt(0) == '#') continue;
            List<String> words = Lines.words(line);
            if (line.charAt(0) == ' ') {
                for (String word : words) current.add(word);
                continue;
            }
            Family family = Family.valueOf(words.get(0));
            long bits = words.get(1).equals("mask") ? 0 : -1;
            current = new FamilyNames(family, words.size() == 2 ? bits : Long.decode(words.get(3)));
            all.put(family, current);
        }
        openFlags(all);
        return all;
    }

    private void add(String assignment) {
        int equals = assignment.indexOf('=');
        names.add(assignment.substring(0, equals));
        values.add(Long.decode(assignment.substring(equals + 1)));
    }

    private static FamilyNames capabilities() {
        FamilyNames all = new FamilyNames(Family.CAPABILITY, -1);
        for (Capability capability : Capability.values()) {
            all.names.add(capability.name());
            all.values.add((long) capability.number());
        }
        return all;
    }

    /** Not in the file, because their numbers depend on the machine. */
    private static void openFlags(Map<Family, FamilyNames> all) {
        FamilyNames open = all.get(Family.OPEN);
        if (open == null) throw new IllegalStateException("families.txt lacks OPEN");
        OpenFlag[] flags = OpenFlag.values();
        // backwards, so that TMPFILE, which contains DIRECTORY, comes first
        for (int i = flags.length - 1; i >= 0; i--) {
            open.names.add("O_" + flags[i].name());
            open.values.add(flags[i].on(Arch.current()));
        }
    }
}
