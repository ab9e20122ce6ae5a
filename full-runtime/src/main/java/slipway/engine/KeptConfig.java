package slipway.engine;

import java.util.List;

/**
 * What a container is, from its making until it is removed; the file {@code config.json}.
 *
 * @param id 64 hexadecimal digits
 * @param name no other container's
 * @param words the words of {@code run} behind its options for containers that stay, complete:
 *     variables with their values, paths from the root on, the image by its digest
 * @param image as it was called; empty where it runs on a directory
 * @param imageId the digest of it
 * @param command as people are shown it
 * @param remove whether it is removed when it has ended
 * @param stopSeconds how long it may take to end when it is stopped
 * @param logMost the size from which on its log is begun anew
 * @param labels {@code key=value}
 */
public record KeptConfig(
        String id,
        String name,
        long createdMillis,
        List<String> words,
        String image,
        String imageId,
        List<String> command,
        RestartPolicy restart,
        boolean remove,
        int stopSignal,
        int stopSeconds,
        long logMost,
        List<String> labels,
        boolean terminal,
        boolean interactive) {
    static final int VERSION = 1;
    private static final int BRIEF = 12;

    public KeptConfig {
        words = List.copyOf(words);
        command = List.copyOf(command);
        labels = List.copyOf(labels);
    }

    KeptConfig named(String newName) {
        return new KeptConfig(
                id,
                newName,
                createdMillis,
                words,
                image,
                imageId,
                command,
                restart,
                remove,
                stopSignal,
                stopSeconds,
                logMost,
                labels,
                terminal,
                interactive);
    }

    /** As much of an id as people are shown. */
    public static String brief(String id) {
        return id.substring(0, BRIEF);
    }

    public String briefId() {
        return brief(id);
    }
}
