package slipway.oci;

import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads {@code config.json}. */
public final class SpecReader {
    private final Json json;

    private SpecReader(Json json) {
        this.json = json;
    }

    /**
     * The configuration of a bundle.
     *
     * @throws InvalidSpec with the key of what is wrong, missing or not honoured
     */
    public static Spec ofBundle(String bundle) {
        String file = bundle + "/config.json";
        try (Reader text =
                new InputStreamReader(new FileInputStream(file), StandardCharsets.UTF_8)) {
            return read(text);
        } catch (FileNotFoundException e) {
            throw new InvalidSpec(
                    "--bundle", "'" + bundle + "' without a readable config.json", "a bundle");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * A process alone, from a file with what stands under {@code process} elsewhere.
     *
     * @throws InvalidSpec with the key of what is wrong, missing or not honoured
     */
    public static ProcessSpec process(String file) {
        try (Reader text =
                new InputStreamReader(new FileInputStream(file), StandardCharsets.UTF_8)) {
            Json json = new Json(text);
            return Json.reading(
                    new Json.Reading<ProcessSpec>() {
                        @Override
                        public ProcessSpec read() throws IOException {
                            return new ProcessReader(json).read();
                        }
                    });
        } catch (FileNotFoundException e) {
            throw new InvalidSpec("--process", "'" + file + "', which cannot be read", "a file");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The configuration from a text. */
    public static Spec of(String text) {
        try {
            return read(new StringReader(text));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Spec read(Reader text) throws IOException {
        SpecReader reader = new SpecReader(new Json(text));
        return Json.reading(
                new Json.Reading<Spec>() {
                    @Override
                    public Spec read() throws IOException {
                        return reader.spec();
                    }
                });
    }

    private Spec spec() throws IOException {
        String version = "";
        Optional<ProcessSpec> process = Optional.empty();
        Optional<Spec.Root> root = Optional.empty();
        String hostname = "";
        String domainname = "";
        List<MountSpec> mounts = List.of();
        Hooks hooks = Hooks.NONE;
        Map<String, String> annotations = Map.of();
        LinuxSpec linux = LinuxSpec.NONE;
        json.object();
        while (json.next()) {
            switch (json.name()) {
                case "ociVersion":
                    version = json.text();
                    break;
                case "process":
                    process = Optional.of(new ProcessReader(json).read());
                    break;
                case "root":
                    root = Optional.of(root());
                    break;
                case "hostname":
                    hostname = json.text();
                    break;
                case "domainname":
                    domainname = json.text();
                    break;
                case "mounts":
                    mounts = mounts();
                    break;
                case "hooks":
                    hooks = new HooksReader(json).read();
                    break;
                case "annotations":
                    annotations = json.textsByName();
                    break;
                case "linux":
                    linux = new LinuxReader(json).read();
                    break;
                case "windows":
                case "solaris":
                case "vm":
                case "zos":
                case "freebsd":
                    json.refuseUnlessEmpty();
                    break;
                default:
                    json.skip();
            }
        }
        if (version.isEmpty()) throw InvalidSpec.missing("ociVersion");
        if (root.isEmpty()) throw InvalidSpec.missing("root");
        return new Spec(
                version,
                process,
                root.get(),
                hostname,
                domainname,
                mounts,
                hooks,
                annotations,
                linux);
    }

    private Spec.Root root() throws IOException {
        String path = "";
        boolean readOnly = false;
        json.object();
        while (json.next()) {
            switch (json.name()) {
                case "path":
                    path = json.text();
                    break;
                case "readonly":
                    readOnly = json.truth();
                    break;
                default:
                    json.skip();
            }
        }
        return new Spec.Root(path, readOnly);
    }

    private List<MountSpec> mounts() throws IOException {
        List<MountSpec> mounts = new ArrayList<>();
        json.array();
        while (json.more()) mounts.add(mount());
        return mounts;
    }

    private MountSpec mount() throws IOException {
        String key = json.key();
        String destination = "";
        String type = "";
        String source = "";
        List<String> options = List.of();
        List<LinuxSpec.IdMapping> uids = List.of();
        List<LinuxSpec.IdMapping> gids = List.of();
        json.object();
        while (json.next()) {
            switch (json.name()) {
                case "destination":
                    destination = json.text();
                    break;
                case "type":
                    type = json.text();
                    break;
                case "source":
                    source = json.text();
                    break;
                case "options":
                    options = json.texts();
                    break;
                case "uidMappings":
                    uids = LinuxReader.mappings(json);
                    break;
                case "gidMappings":
                    gids = LinuxReader.mappings(json);
                    break;
                default:
                    json.skip();
            }
        }
        if (uids.isEmpty() != gids.isEmpty()) {
            throw new InvalidSpec(key, "with mappings of one kind", "uidMappings and gidMappings");
        }
        Check.text(key + ".destination", destination);
        Check.noNul(key + ".source", source);
        return new MountSpec(destination, type, source, options, uids, gids);
    }
}
