package slipway.linux;

import static slipway.linux.Constants.O_APPEND;
import static slipway.linux.Constants.O_CLOEXEC;
import static slipway.linux.Constants.O_CREAT;
import static slipway.linux.Constants.O_DIRECTORY;
import static slipway.linux.Constants.O_EXCL;
import static slipway.linux.Constants.O_PATH;
import static slipway.linux.Constants.O_RDONLY;
import static slipway.linux.Constants.O_RDWR;
import static slipway.linux.Constants.O_TRUNC;
import static slipway.linux.Constants.O_WRONLY;

import slipway.linux.MemoryTree.Dir;
import slipway.linux.MemoryTree.File;
import slipway.linux.MemoryTree.Node;
import slipway.linux.MemoryTree.Place;

/** What a descriptor of {@link RecordingKernel} stands for; open(2). */
final class OpenFile {
    private static final long ACCESS = O_RDONLY | O_WRONLY | O_RDWR;
    private static final long KNOWN =
            ACCESS | O_CREAT | O_EXCL | O_TRUNC | O_APPEND | O_CLOEXEC | O_DIRECTORY | O_PATH;

    private final Node node;
    private final long flags;
    private int position;

    private OpenFile(Node node, long flags) {
        this.node = node;
        this.flags = flags;
    }

    static OpenFile at(Place place, long flags, long mode) throws Refusal {
        if ((flags & ~KNOWN) != 0 || (flags & O_CREAT) != 0 && (flags & O_DIRECTORY) != 0) {
            throw new UnsupportedOperationException(Family.OPEN.describe(flags));
        }
        if ((flags & O_PATH) != 0) flags &= O_PATH | O_DIRECTORY | O_CLOEXEC;
        if ((flags & O_CREAT) != 0) create(place, flags, (int) mode);
        Node node = place.existing();
        boolean writes = (flags & ACCESS) != O_RDONLY || (flags & (O_TRUNC | O_CREAT)) != 0;
        if (node instanceof Dir && writes) throw new Refusal(Errno.EISDIR);
        if (node instanceof File && (flags & O_DIRECTORY) != 0) throw new Refusal(Errno.ENOTDIR);
        if (node instanceof File file && (flags & O_TRUNC) != 0) file.truncate();
        return new OpenFile(node, flags);
    }

    private static void create(Place place, long flags, int mode) throws Refusal {
        if (place.slash() && !place.isDots()) throw new Refusal(Errno.EISDIR);
        if (place.node() == null) place.put(new File(mode & 07777));
        else if ((flags & O_EXCL) != 0) throw new Refusal(Errno.EEXIST);
    }

    /** The folder that a relative path starts at. */
    Dir directory() throws Refusal {
        if (node instanceof Dir dir) return dir;
        throw new Refusal(Errno.ENOTDIR);
    }

    /** Fills as much of {@code room} as there is; returns how much that was. */
    int read(byte[] room) throws Refusal {
        if ((flags & O_PATH) != 0 || (flags & ACCESS) == O_WRONLY) throw new Refusal(Errno.EBADF);
        if (node instanceof File file) {
            int count = Math.max(0, Math.min(room.length, file.size() - position));
            System.arraycopy(file.bytes(), Math.min(position, file.size()), room, 0, count);
            position += count;
            return count;
        }
        throw new Refusal(Errno.EISDIR);
    }

    int write(byte[] data) throws Refusal {
        if ((flags & O_PATH) != 0 || (flags & ACCESS) == O_RDONLY) throw new Refusal(Errno.EBADF);
        File file = (File) node; // a folder cannot be opened for writing
        if ((flags & O_APPEND) != 0) position = file.size();
        file.write(position, data);
        position += data.length;
        return data.length;
    }
}
