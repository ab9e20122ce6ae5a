package slipway.cli;

import com.google.gson.JsonElement;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import slipway.engine.ContainerStore;
import slipway.image.ImageIds;
import slipway.image.ImageRecord;
import slipway.image.Images;
import slipway.image.Loader;
import slipway.image.Reference;
import slipway.jail.DataDirectory;
import slipway.linux.Call;
import slipway.linux.LinuxKernel;
import slipway.linux.Syscall;
import slipway.runtime.HostFacts;

/** {@code slipway load, images, rmi, tag, inspect}. */
final class ImageCommands {
    private ImageCommands() {}

    /** Where this user's images and containers are kept. */
    static Path dataDirectory() {
        long uid = LinuxKernel.INSTANCE.call(Call.of(Syscall.GETEUID));
        return DataDirectory.of(uid, System.getenv());
    }

    private static ImageIds ids() {
        return new ImageIds(HostFacts.of(LinuxKernel.INSTANCE));
    }

    /** {@code load [-q] [-i FILE]}: from standard input without a file. */
    static int load(String[] words) {
        String input = "";
        boolean quiet = false;
        for (int i = 0; i < words.length; i++) {
            String word = words[i];
            if (word.equals("-q") || word.equals("--quiet")) quiet = true;
            else if (word.startsWith("--input=")) input = word.substring("--input=".length());
            else if ((word.equals("-i") || word.equals("--input")) && i + 1 < words.length)
                input = words[++i];
            else throw new UsageError("load takes no " + word, "slipway load -i FILE");
        }
        if (input.isEmpty() && System.console() != null) {
            throw new UsageError(
                    "load wants an archive, and standard input is a terminal",
                    "slipway load -i FILE; or docker save IMAGE | slipway load");
        }
        try (ImageIds ids = ids()) {
            Loader loader = new Loader(Images.in(dataDirectory(), ids), ids);
            List<Loader.Loaded> all =
                    input.isEmpty() ? loader.load(System.in) : loader.load(file(input));
            for (Loader.Loaded loaded : all) {
                if (loaded.names().isEmpty()) System.out.println("Loaded image ID: " + loaded.id());
                for (Reference name : loaded.names()) {
                    System.out.println("Loaded image: " + name.familiar());
                }
            }
            if (!quiet) sayLeftOut(loader);
            return 0;
        } catch (IOException e) {
            throw new UncheckedIOException("loading: " + e.getMessage(), e);
        }
    }

    private static Path file(String name) {
        Path file = Path.of(name).toAbsolutePath();
        if (Files.exists(file)) return file;
        throw new UsageError("there is no file " + name, "ls -l " + file.getParent());
    }

    private static void sayLeftOut(Loader loader) {
        if (loader.squashed() > 0) {
            System.err.println(
                    "slipway: "
                            + loader.squashed()
                            + " files have other owners than root, and are root's here: /etc/subuid and"
                            + " /etc/subgid give you no ids. Try: usermod --add-subuids"
                            + " 100000-165535 --add-subgids 100000-165535 YOU, and load again");
        }
        List<String> leftOut = loader.leftOut();
        if (leftOut.isEmpty()) return;
        String rest = leftOut.size() > 1 ? " and " + (leftOut.size() - 1) + " more like it" : "";
        System.err.println(
                "slipway: left out, for it cannot be made here: " + leftOut.get(0) + rest);
    }

    /** {@code tag IMAGE NAME}. */
    static int tag(String[] words) {
        if (words.length != 2) {
            throw new UsageError("tag wants an image and a new name", "slipway tag 1234abcd web:2");
        }
        Reference name = Reference.parse(words[1]);
        if (name.familiar().equals(RunOptions.BASE + ":latest")) {
            throw new UsageError(
                    RunOptions.BASE + " is the built-in root file system, and not to be replaced",
                    "another name");
        }
        try (ImageIds ids = ids()) {
            Images.in(dataDirectory(), ids).tag(words[0], name);
            return 0;
        } catch (IOException e) {
            throw new UncheckedIOException("tagging: " + e.getMessage(), e);
        }
    }

    /** {@code rmi [-f] IMAGE…}. */
    static int rmi(String[] words) {
        boolean force = false;
        List<String> names = new ArrayList<>();
        for (String word : words) {
            if (word.equals("-f") || word.equals("--force")) force = true;
            else if (word.startsWith("-"))
                throw new UsageError("rmi takes no " + word, "slipway rmi");
            else names.add(word);
        }
        if (names.isEmpty()) throw new UsageError("rmi wants an image", "slipway images");
        try (ImageIds ids = ids()) {
            Images images = Images.in(dataDirectory(), ids);
            ContainerStore containers = new ContainerStore(dataDirectory());
            for (String name : names) {
                for (String line : images.remove(name, force, containers)) System.out.println(line);
            }
            return 0;
        } catch (IOException e) {
            throw new UncheckedIOException("removing: " + e.getMessage(), e);
        }
    }

    /** {@code images [-q] [--json]}. */
    static int images(String[] words) {
        boolean quiet = false;
        boolean json = false;
        for (int i = 0; i < words.length; i++) {
            String word = words[i];
            if (word.equals("-q") || word.equals("--quiet")) quiet = true;
            else if (word.equals("--json") || word.equals("--format=json")) json = true;
            else if (word.equals("--format")
                    && i + 1 < words.length
                    && words[i + 1].equals("json")) {
                json = true;
                i++;
            } else {
                throw new UsageError("images takes no " + word, "slipway images --json");
            }
        }
        List<ImageRecord> images;
        try (ImageIds ids = ids()) {
            images = Images.in(dataDirectory(), ids).all();
        }
        if (json) System.out.println(ImageTable.json(images));
        else if (quiet) for (ImageRecord image : images) System.out.println(image.id().brief());
        else System.out.print(ImageTable.text(images, System.currentTimeMillis() / 1000));
        return 0;
    }

    /** Everything about one image. */
    static JsonElement inspected(String name) {
        try (ImageIds ids = ids()) {
            Images images = Images.in(dataDirectory(), ids);
            return ImageTable.inspected(images, images.find(name));
        }
    }
}
