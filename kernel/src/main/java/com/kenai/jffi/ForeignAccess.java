package com.kenai.jffi;

/**
 * The native methods of jffi that Slipway needs, without the objects that jffi puts around them. In
 * jffi's package, because its native methods are open to that package only.
 *
 * <p>What is left out costs a cold start 8 ms: jffi's {@code Platform} reads the Java version with
 * a regular expression, {@code CallContextCache} starts a cleaner thread, and {@code MemoryIO} and
 * {@code Invoker} choose among machines that Slipway does not run on. See
 * docs/decisions/0007-start-up.md.
 */
public final class ForeignAccess {
    /** Loads the native library, or fails with the reason. */
    private static final Foreign FOREIGN = Foreign.getInstance();

    private ForeignAccess() {}

    /** How to call a function of {@code words} longs that returns a long and sets no errno. */
    public static long callOfWords(int words) {
        long word = FOREIGN.lookupBuiltinType(Foreign.TYPE_SINT64);
        long[] parameters = new long[words];
        for (int i = 0; i < words; i++) parameters[i] = word;
        return FOREIGN.newCallContext(word, parameters, Foreign.F_NOERRNO);
    }

    public static long invoke(long call, long function, long a) {
        return Foreign.invokeL1NoErrno(call, function, a);
    }

    public static long invoke(
            long call, long function, long a, long b, long c, long d, long e, long f) {
        return Foreign.invokeL6NoErrno(call, function, a, b, c, d, e, f);
    }

    /** A page of memory that holds {@code code} and can be run, but not written to any more. */
    public static long executable(byte[] code) {
        long size = Foreign.pageSize();
        if (code.length > size) throw new IllegalArgumentException(code.length + " bytes of code");
        int writable = Foreign.PROT_READ | Foreign.PROT_WRITE;
        int flags = Foreign.MAP_PRIVATE | Foreign.MAP_ANON;
        long page = Foreign.mmap(0, size, writable, flags, -1, 0);
        if (page == -1) throw new OutOfMemoryError("no page for machine code");
        Foreign.putByteArray(page, code, 0, code.length);
        // Written first, executable afterwards: no page is ever both.
        if (Foreign.mprotect(page, size, Foreign.PROT_READ | Foreign.PROT_EXEC) != 0) {
            throw new IllegalStateException(
                    "mprotect(PROT_EXEC) is refused to this process, and Slipway's machine code"
                            + " cannot run. Try: without the security policy that forbids it");
        }
        return page;
    }

    /** Zeroed; 0 if there is none. */
    public static long allocate(long size) {
        return Foreign.allocateMemory(size, true);
    }

    public static void free(long address) {
        Foreign.freeMemory(address);
    }

    public static int getInt(long address) {
        return Foreign.getInt(address);
    }

    public static void putInt(long address, int value) {
        Foreign.putInt(address, value);
    }

    public static long getLong(long address) {
        return Foreign.getLong(address);
    }

    public static void putLong(long address, long value) {
        Foreign.putLong(address, value);
    }

    public static void getBytes(long address, byte[] into, int start, int length) {
        Foreign.getByteArray(address, into, start, length);
    }

    public static void putBytes(long address, byte[] bytes) {
        Foreign.putByteArray(address, bytes, 0, bytes.length);
    }
}
