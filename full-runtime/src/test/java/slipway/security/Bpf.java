package slipway.security;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Runs a classic BPF program as the kernel does, on one struct seccomp_data. */
final class Bpf {
    private final ByteBuffer program;

    Bpf(byte[] program) {
        this.program = ByteBuffer.wrap(program).order(ByteOrder.LITTLE_ENDIAN);
    }

    int instructions() {
        return program.capacity() / 8;
    }

    int run(int kind, int number, long... arguments) {
        ByteBuffer data = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
        data.putInt(0, number).putInt(4, kind);
        for (int i = 0; i < arguments.length; i++) data.putLong(16 + 8 * i, arguments[i]);
        int a = 0;
        for (int at = 0; ; at++) {
            int code = Short.toUnsignedInt(program.getShort(8 * at));
            int ifSo = Byte.toUnsignedInt(program.get(8 * at + 2));
            int ifNot = Byte.toUnsignedInt(program.get(8 * at + 3));
            int k = program.getInt(8 * at + 4);
            switch (code) {
                case 0x20 -> a = data.getInt(k);
                case 0x54 -> a &= k;
                case 0x05 -> at += k;
                case 0x06 -> {
                    return k;
                }
                case 0x15 -> at += a == k ? ifSo : ifNot;
                case 0x25 -> at += Integer.compareUnsigned(a, k) > 0 ? ifSo : ifNot;
                case 0x35 -> at += Integer.compareUnsigned(a, k) >= 0 ? ifSo : ifNot;
                default -> throw new AssertionError("no such instruction: " + code);
            }
        }
    }
}
