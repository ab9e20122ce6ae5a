package slipway.book;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** {@code listing::FILE[tag=NAME]}: code that is compiled, and where it stands. */
final class Listings implements BlockWord {
    /** What has more lines than this may go on on the next page. */
    private static final int LONG = 20;

    private final BookFiles files;
    private final Problems problems;
    private final Map<String, TaggedSource> sources = new HashMap<>();
    private final Set<String> shown = new HashSet<>();

    Listings(BookFiles files, Problems problems) {
        this.files = files;
        this.problems = problems;
    }

    @Override
    public List<String> expand(Place place, String target, Options options) {
        Path file = files.repository().resolve(target);
        if (!target.endsWith(".java") || !Files.isRegularFile(file)) {
            problems.add(
                    place,
                    "there is no Java file " + target,
                    "give its path from the top of the repository");
            return List.of();
        }
        String tag = options.value("tag");
        TaggedSource source = sources.computeIfAbsent(target, this::read);
        Optional<TaggedSource.Region> region = source.region(tag);
        if (region.isEmpty()) {
            problems.add(
                    place,
                    target + " has no tag " + tag,
                    "write // tag::" + tag + "[] and // end::" + tag + "[] around the code");
            return List.of();
        }
        shown.add(target + " " + tag);
        return block(target, file, source, region.get());
    }

    int size() {
        return shown.size();
    }

    private TaggedSource read(String target) {
        Path file = files.repository().resolve(target);
        return TaggedSource.read(files.place(file), file, problems);
    }

    private static List<String> block(
            String target, Path file, TaggedSource source, TaggedSource.Region region) {
        List<String> block = new ArrayList<>();
        block.add("");
        List<String> code = source.text(region);
        boolean isLong = code.size() > LONG;
        block.add(isLong ? "[source%autofit,java]" : "[source%autofit%unbreakable,java]");
        block.add("----");
        block.addAll(code);
        block.add("----");
        block.add("");
        block.add("[.whereabouts.text-left]");
        block.add(
                "[.place]#In "
                        + Whereabouts.in(file).of(region)
                        + ": "
                        + AsciiDoc.code(target)
                        + ", lines "
                        + region.first()
                        + " to "
                        + region.last()
                        + ".#");
        block.add("");
        return block;
    }

    /** Notes every tag in compiled code that no listing shows. */
    void noteTagsThatNobodyShows() {
        for (Path file : compiled()) {
            String name = files.name(file);
            if (!BookFiles.read(file).contains("tag::")) continue;
            TaggedSource source = sources.computeIfAbsent(name, this::read);
            source.regions()
                    .forEach(
                            (tag, region) -> {
                                if (shown.contains(name + " " + tag)) return;
                                problems.add(
                                        new Place(name, region.first() - 1),
                                        "nobody shows the tag " + tag,
                                        "take it away, or show it by listing::"
                                                + name
                                                + "[tag="
                                                + tag
                                                + "]");
                            });
        }
    }

    /** Every Java file of the product, in all modules but the one that reads tags. */
    private List<Path> compiled() {
        List<Path> found = new ArrayList<>();
        for (Path module : modules()) {
            Path main = module.resolve("src/main/java");
            if (module.endsWith("book") || !Files.isDirectory(main)) continue;
            try (Stream<Path> all = Files.walk(main)) {
                all.filter(file -> file.toString().endsWith(".java")).sorted().forEach(found::add);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return found;
    }

    private List<Path> modules() {
        try (Stream<Path> all = Files.list(files.repository())) {
            return all.filter(Files::isDirectory).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
