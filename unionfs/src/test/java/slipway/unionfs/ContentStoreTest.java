package slipway.unionfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import slipway.linux.FileLock;
import slipway.testkit.NothingLeaks;
import slipway.testkit.TarBytes;
import slipway.unionfs.tar.BadArchive;

/** A store whose changes happen or do not happen, whoever else is at it. */
@NothingLeaks
@SuppressWarnings("try") // locks are held, and not used
class ContentStoreTest {
    private static final byte[] LAYER = new TarBytes().file("file", "content").bytes();
    private static final Digest DIFF_ID = Digest.of(LAYER);

    @TempDir private Path directory;
    private ContentStore store;

    @BeforeEach
    void an_empty_store() throws IOException {
        Path root = directory.resolve("store");
        store = new ContentStore(root, Unpacked.marks(), ContentStoreTest::remove);
        store.prepare();
    }

    private static void remove(Path tree) throws IOException {
        if (Files.notExists(tree)) return;
        try (Stream<Path> files = Files.walk(tree)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(file);
        }
    }

    private LayerUnpacker.Result take(Path tree, Optional<Digest> blob, Digest diffId)
            throws IOException {
        return LayerIntake.take(
                new ByteArrayInputStream(LAYER),
                blob,
                diffId,
                tree,
                Unpacked.marks(),
                Unpacked.owners());
    }

    private void load() throws IOException {
        try (ContentStore.Draft draft = store.draft()) {
            Path tree = draft.newLayer();
            draft.describe(tree, take(tree, Optional.of(DIFF_ID), DIFF_ID).bytes());
            draft.sync();
            try (FileLock held = store.lock()) {
                draft.keepLayer(tree, DIFF_ID);
            }
        }
    }

    @Test
    void a_layer_has_its_name_when_it_is_kept_and_not_before() throws IOException {
        try (ContentStore.Draft draft = store.draft()) {
            Path tree = draft.newLayer();
            draft.describe(tree, take(tree, Optional.empty(), DIFF_ID).bytes());
            assertThat(store.hasLayer(DIFF_ID)).isFalse();
            draft.keepLayer(tree, DIFF_ID);
            assertThat(store.hasLayer(DIFF_ID)).isTrue();
        }
        assertThat(Path.of(store.layer(DIFF_ID), "file")).hasContent("content");
        assertThat(store.layerBytes(DIFF_ID)).isEqualTo("content".length());
        assertThat(store.layers()).extracting(Digest::hex).containsExactly(DIFF_ID.hex());
        assertThat(directory.resolve("store/drafts")).isEmptyDirectory();
    }

    @Test
    void a_layer_with_another_digest_than_was_said_is_refused_compressed_or_not() {
        Digest other = Digest.of(new byte[] {1});
        assertThatThrownBy(() -> takeIntoDraft(Optional.of(other), DIFF_ID))
                .isInstanceOf(BadArchive.class)
                .hasMessageStartingWith("it should have the digest " + other + " and has ");
        assertThatThrownBy(() -> takeIntoDraft(Optional.empty(), other))
                .isInstanceOf(BadArchive.class)
                .hasMessageStartingWith("its uncompressed content should have the digest " + other);
        assertThat(directory.resolve("store/drafts")).isEmptyDirectory();
    }

    private void takeIntoDraft(Optional<Digest> blob, Digest diffId) throws IOException {
        try (ContentStore.Draft draft = store.draft()) {
            take(draft.newLayer(), blob, diffId);
        }
    }

    @Test
    void several_who_bring_the_same_layer_at_once_all_succeed_and_it_is_there_once()
            throws Exception {
        int loaders = 4;
        CyclicBarrier start = new CyclicBarrier(loaders);
        Callable<Void> loader =
                () -> {
                    start.await();
                    load();
                    return null;
                };
        ExecutorService threads = Executors.newFixedThreadPool(loaders);
        try {
            List<Future<Void>> loads = new ArrayList<>();
            for (int i = 0; i < loaders; i++) loads.add(threads.submit(loader));
            for (Future<Void> each : loads) each.get();
        } finally {
            threads.shutdown();
        }
        assertThat(store.layers()).hasSize(1);
        assertThat(Path.of(store.layer(DIFF_ID), "file")).hasContent("content");
        assertThat(directory.resolve("store/drafts")).isEmptyDirectory();
    }

    @Test
    void a_draft_of_somebody_alive_is_not_abandoned_and_one_of_nobody_is() throws IOException {
        Path left = Files.createDirectories(directory.resolve("store/drafts/left/layer0/tree"));
        try (ContentStore.Draft draft = store.draft()) {
            draft.newLayer();
            assertThat(store.abandoned()).containsExactly(directory.resolve("store/drafts/left"));
        }
        store.remove(directory.resolve("store/drafts/left"));
        assertThat(left).doesNotExist();
        assertThat(store.abandoned()).isEmpty();
    }

    @Test
    void a_blob_in_use_can_be_used_by_more_and_removed_by_nobody() throws IOException {
        byte[] content = {'{', '}'};
        Digest digest = Digest.of(content);
        try (ContentStore.Draft draft = store.draft();
                FileLock held = store.lock()) {
            draft.keepBlob(content);
        }
        assertThat(Path.of(store.blob(digest))).hasBinaryContent(content);
        try (FileLock one = store.use(digest).orElseThrow();
                FileLock two = store.use(digest).orElseThrow()) {
            assertThat(store.keepFromUse(digest)).isEmpty();
        }
        try (FileLock alone = store.keepFromUse(digest).orElseThrow()) {
            assertThat(store.use(digest)).isEmpty();
        }
    }

    @Test
    void only_its_owner_can_look_into_it() throws IOException {
        assertThat(Files.getPosixFilePermissions(directory.resolve("store"))).hasSize(3);
    }
}
