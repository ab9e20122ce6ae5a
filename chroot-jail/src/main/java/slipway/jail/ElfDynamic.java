package slipway.jail;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The dynamic section of an ELF file: what the loader is to do.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/elf.5.html">elf(5)</a>
 */
record ElfDynamic(List<String> needed, Optional<String> soname, String rpath, String runpath) {
    static final ElfDynamic NONE = new ElfDynamic(List.of(), Optional.empty(), "", "");

    private static final int ENTRY = 16;
    private static final int DT_NULL = 0;
    private static final int DT_NEEDED = 1;
    private static final int DT_STRTAB = 5;
    private static final int DT_STRSZ = 10;
    private static final int DT_SONAME = 14;
    private static final int DT_RPATH = 15;
    private static final int DT_RUNPATH = 29;

    // Far above what real files have, and low enough that no file can make us use much memory.
    private static final int MOST_BYTES = 65_536;
    private static final int LONGEST_NAME = 4096;
    private static final int LONGEST_PATH = 65_536; // Nix makes RUNPATHs of many kilobytes

    /**
     * @param segments the program headers, by which the address of the strings becomes an offset
     */
    static ElfDynamic read(ElfBytes bytes, long offset, long size, ByteBuffer segments)
            throws IOException {
        ByteBuffer table = upToNull(bytes.at(offset, size, MOST_BYTES, "the dynamic section"));
        long strings = value(table, DT_STRTAB);
        if (strings < 0) return NONE;
        long start = ElfFile.offsetOf(strings, segments);
        if (start < 0) throw bytes.outside(strings, "the string table");
        Strings names = new Strings(bytes, start, value(table, DT_STRSZ));

        List<String> needed = new ArrayList<>();
        for (int at = 0; at < table.limit(); at += ENTRY) {
            if (table.getLong(at) == DT_NEEDED) {
                needed.add(names.get(table.getLong(at + 8), LONGEST_NAME));
            }
        }
        long soname = value(table, DT_SONAME);
        return new ElfDynamic(
                needed,
                soname < 0 ? Optional.empty() : Optional.of(names.get(soname, LONGEST_NAME)),
                path(names, value(table, DT_RPATH)),
                path(names, value(table, DT_RUNPATH)));
    }

    private static String path(Strings names, long offset) throws IOException {
        return offset < 0 ? "" : names.get(offset, LONGEST_PATH);
    }

    /** The value of the first entry with this tag, or -1. */
    private static long value(ByteBuffer table, int tag) {
        for (int at = 0; at < table.limit(); at += ENTRY) {
            if (table.getLong(at) == tag) return table.getLong(at + 8);
        }
        return -1;
    }

    private static ByteBuffer upToNull(ByteBuffer table) {
        int at = 0;
        while (at + ENTRY <= table.limit() && table.getLong(at) != DT_NULL) at += ENTRY;
        return table.limit(at);
    }

    /** The string table, within whose bounds every string has to lie. */
    private record Strings(ElfBytes bytes, long start, long size) {
        String get(long offset, int longest) throws IOException {
            if (offset < 0 || offset >= size) {
                throw bytes.outside(offset, "a string in the string table");
            }
            String what = "a string of the dynamic section";
            return bytes.text(start + offset, Math.min(longest, size - offset), what);
        }
    }
}
