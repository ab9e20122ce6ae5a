package slipway.lessons.spaces;

import static slipway.linux.Constants.AF_UNIX;
import static slipway.linux.Constants.AT_FDCWD;
import static slipway.linux.Constants.CLONE_NEWIPC;
import static slipway.linux.Constants.CLONE_NEWNET;
import static slipway.linux.Constants.CLONE_NEWNS;
import static slipway.linux.Constants.O_RDONLY;
import static slipway.linux.Constants.SOCK_CLOEXEC;
import static slipway.linux.Constants.SOCK_STREAM;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import slipway.lessons.spaces.TellsWhatIsShared.Means;
import slipway.lessons.spaces.TellsWhatIsShared.Move;
import slipway.lessons.world.Words;
import slipway.linux.Arg;
import slipway.linux.Call;
import slipway.linux.Family;
import slipway.linux.Syscall;
import slipway.plan.Do;
import slipway.plan.Step;
import slipway.plan.Steps;

/**
 * One thing of each kind, with a random name: how it is made, and how it is found.
 *
 * @param key of System V
 * @param name of a file, and of a socket
 */
record Channel(int key, String name) {
    /** The end of a pipe that is written to. */
    static final int PIPE = 9;

    private static final int IPC_CREAT = 01000;
    private static final int SEGMENT = 4096;
    private static final String SHM = "/dev/shm";

    static Channel random() {
        return new Channel(ThreadLocalRandom.current().nextInt(1, 1 << 30), Words.random());
    }

    /** Makes all of them but the pipe, which is there. */
    List<Step> made() {
        Arg listening = Arg.result("listening");
        return List.of(
                step(Syscall.SHMGET, Arg.num(key), Arg.num(SEGMENT), Arg.num(IPC_CREAT | 0600)),
                ownShm(),
                Steps.emptyFile(SHM + "/" + name, 0600),
                socket("listening"),
                step(Syscall.BIND, listening, address(), Arg.num(length())),
                step(Syscall.LISTEN, listening, Arg.num(1)));
    }

    /** Steps that all succeed only if it can be reached. */
    Step[] reach(Means means) {
        return switch (means) {
            case SYSV_SHM ->
                    new Step[] {step(Syscall.SHMGET, Arg.num(key), Arg.num(0), Arg.num(0))};
            case DEV_SHM ->
                    new Step[] {
                        step(
                                Syscall.OPENAT,
                                Arg.flag(AT_FDCWD, Family.DIRFD),
                                Arg.text(SHM + "/" + name),
                                Arg.flag(O_RDONLY, Family.OPEN),
                                Arg.mode(0))
                    };
            case ABSTRACT_SOCKET -> connect();
            case PIPE ->
                    new Step[] {
                        step(Syscall.WRITE, Arg.num(PIPE), Arg.text(name), Arg.num(name.length()))
                    };
        };
    }

    static List<Step> move(Move move) {
        return switch (move) {
            case NEW_IPC -> List.of(Steps.unshare(CLONE_NEWIPC));
            case NEW_NET -> List.of(Steps.unshare(CLONE_NEWNET));
            case NEW_MOUNTS -> List.of(Steps.unshare(CLONE_NEWNS));
            case NEW_MOUNTS_AND_SHM -> List.of(Steps.unshare(CLONE_NEWNS), ownShm());
        };
    }

    private static Step ownShm() {
        return Steps.mount("tmpfs", SHM, 0, "mode=1777");
    }

    private Step[] connect() {
        Arg connecting = Arg.result("connecting");
        return new Step[] {
            socket("connecting"), step(Syscall.CONNECT, connecting, address(), Arg.num(length()))
        };
    }

    private static Step socket(String as) {
        return step(
                        Syscall.SOCKET,
                        Arg.flag(AF_UNIX, Family.SOCKET_DOMAIN),
                        Arg.flag(SOCK_STREAM | SOCK_CLOEXEC, Family.SOCKET_TYPE),
                        Arg.num(0))
                .as(as);
    }

    /** Of a socket that is no file: a NUL where a path would begin, and then the name. */
    private Arg address() {
        byte[] text = name.getBytes(StandardCharsets.US_ASCII);
        byte[] address = new byte[3 + text.length];
        address[0] = AF_UNIX;
        System.arraycopy(text, 0, address, 3, text.length);
        return new Arg.Bytes(address, "@" + name);
    }

    private int length() {
        return 3 + name.length();
    }

    private static Do step(Syscall syscall, Arg... args) {
        return Step.call("have something in common", Call.of(syscall, args));
    }
}
