package slipway.linux;

import com.kenai.jffi.ForeignAccess;

/** A piece of native memory, zeroed when it is made, freed when it is closed. */
public final class Memory implements AutoCloseable {
    private final int size;
    private long address;

    private Memory(int size) {
        this.size = size;
        this.address = ForeignAccess.allocate(size);
        if (address == 0) throw new OutOfMemoryError("no room for " + size + " native bytes");
    }

    /**
     * @param size in bytes, at least 1
     */
    public static Memory allocate(int size) {
        return new Memory(size);
    }

    /** Where it is, for a pointer argument. */
    public long address() {
        if (address == 0) throw new IllegalStateException("this memory has been freed");
        return address;
    }

    public long getLong(int offset) {
        return ForeignAccess.getLong(at(offset, Long.BYTES));
    }

    public int getInt(int offset) {
        return ForeignAccess.getInt(at(offset, Integer.BYTES));
    }

    public void putLong(int offset, long value) {
        ForeignAccess.putLong(at(offset, Long.BYTES), value);
    }

    public void putInt(int offset, int value) {
        ForeignAccess.putInt(at(offset, Integer.BYTES), value);
    }

    public void putBytes(int offset, byte[] bytes) {
        ForeignAccess.putBytes(at(offset, bytes.length), bytes);
    }

    public void getBytes(int offset, byte[] into, int start, int length) {
        ForeignAccess.getBytes(at(offset, length), into, start, length);
    }

    /** Twice is harmless; memory that a process still runs in must not be closed. */
    @Override
    public void close() {
        if (address != 0) ForeignAccess.free(address);
        address = 0;
    }

    private long at(int offset, int length) {
        if (offset < 0 || length > size - offset) {
            throw new IndexOutOfBoundsException(offset + "+" + length + " in " + size + " bytes");
        }
        return address() + offset;
    }
}
