package slipway.jail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import slipway.testkit.NeedsProgram;
import slipway.testkit.Run;

class ElfClosureTest {
    private static final Pattern LDD_PATH = Pattern.compile("(/\\S+) \\(0x[0-9a-f]+\\)");

    @TempDir Path directory;

    /** ldd(1), which runs the loader, is the witness. */
    @Test
    @NeedsProgram(value = "ldd", debian = "libc-bin")
    void the_libraries_are_the_ones_that_ldd_finds() throws IOException {
        int compared = 0;
        for (Path program : HostPrograms.sample(120)) {
            Run.Result ldd = Run.program("ldd", program.toString()).result();
            if (ldd.stdout().contains("not found")) {
                assertThatThrownBy(() -> ElfClosure.of(List.of(program)))
                        .as(program.toString())
                        .isInstanceOf(MissingNeed.class);
                continue;
            }
            Set<Path> expected = new TreeSet<>(Set.of(program));
            Matcher path = LDD_PATH.matcher(ldd.stdout());
            while (path.find()) expected.add(Path.of(path.group(1)).toRealPath());
            Set<Path> files = ElfClosure.of(List.of(program)).files();
            assertThat(files).as(program.toString()).isEqualTo(expected);
            compared++;
        }
        assertThat(compared).isGreaterThan(50);
    }

    @Test
    void every_link_on_the_way_to_the_file_is_kept() throws IOException {
        Path root = directory.toRealPath();
        Files.createDirectories(root.resolve("usr/bin"));
        Files.createDirectory(root.resolve("etc"));
        Path real = Files.writeString(root.resolve("usr/bin/mawk"), "not a program");
        Path bin = Files.createSymbolicLink(root.resolve("bin"), Path.of("usr/bin"));
        Path awk = Files.createSymbolicLink(root.resolve("usr/bin/awk"), root.resolve("etc/awk"));
        Path choice =
                Files.createSymbolicLink(root.resolve("etc/awk"), Path.of("../bin/../bin/mawk"));

        ElfClosure closure = ElfClosure.of(List.of(root.resolve("bin/awk")));
        assertThat(closure.files()).containsExactly(real);
        assertThat(closure.links()).containsExactlyInAnyOrder(bin, awk, choice);
    }

    @Test
    void links_in_a_circle_are_an_error_and_not_a_loop() throws IOException {
        Path link = directory.resolve("a");
        Files.createSymbolicLink(link, Path.of("b"));
        Files.createSymbolicLink(directory.resolve("b"), Path.of("a"));
        assertThatThrownBy(() -> ElfClosure.of(List.of(link)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("too many symbolic links");
    }

    @Test
    void a_script_needs_its_interpreter_with_all_of_its_libraries() throws IOException {
        Path script = Files.writeString(directory.resolve("script"), "#! /bin/sh -e\necho\n");
        Set<Path> shell = ElfClosure.of(List.of(Path.of("/bin/sh"))).files();
        assertThat(ElfClosure.of(List.of(script)).files())
                .containsAll(shell)
                .contains(script.toRealPath())
                .hasSize(shell.size() + 1);
    }

    @Test
    void a_script_run_by_env_needs_env_and_the_program_that_it_names() throws IOException {
        Path script = Files.writeString(directory.resolve("s"), "#!/usr/bin/env -S A=b sh -e\n");
        assertThat(ElfClosure.of(List.of(script)).files())
                .contains(Path.of("/usr/bin/env").toRealPath(), HostPrograms.shell());
    }

    @Test
    void a_script_whose_interpreter_is_not_there_says_so() throws IOException {
        Path script = Files.writeString(directory.resolve("s"), "#!/no/such/shell\n");
        assertThatThrownBy(() -> ElfClosure.of(List.of(script)))
                .isInstanceOf(MissingNeed.class)
                .hasMessageContaining(script + " needs /no/such/shell");
    }

    @Test
    @NeedsProgram("gcc")
    void a_library_is_found_beside_the_program_by_ORIGIN() throws IOException {
        Path deep = library("deep");
        Path shallow = library("shallow", "-ldeep");
        for (String tags : List.of("--enable-new-dtags", "--disable-new-dtags")) {
            Path program = program("-lshallow", "-ldeep", "-Wl,-rpath,$ORIGIN/lib", "-Wl," + tags);
            assertThat(ElfClosure.of(List.of(program)).files()).contains(deep, shallow);
        }
    }

    /** Here RPATH and RUNPATH differ: only the first also serves the needs of libraries. */
    @Test
    @NeedsProgram("gcc")
    void a_librarys_own_need_is_found_by_the_programs_RPATH_but_not_by_its_RUNPATH()
            throws IOException {
        Path deep = library("deep");
        library("shallow", "-ldeep");
        Path old = program("-lshallow", "-Wl,-rpath,$ORIGIN/lib", "-Wl,--disable-new-dtags");
        assertThat(ElfClosure.of(List.of(old)).files()).contains(deep);
        assertThat(Run.program(old.toString()).result().exitCode()).isZero();

        Path current = program("-lshallow", "-Wl,-rpath,$ORIGIN/lib", "-Wl,--enable-new-dtags");
        assertThatThrownBy(() -> ElfClosure.of(List.of(current)))
                .isInstanceOf(MissingNeed.class)
                .hasMessageContaining("libdeep.so");
        assertThat(Run.program(current.toString()).result().exitCode()).isNotZero();
    }

    @Test
    void included_files_of_ld_so_conf_are_read_in_order_of_their_names() throws IOException {
        Files.createDirectory(directory.resolve("d"));
        Files.writeString(directory.resolve("d/2.conf"), "/two # a comment\n");
        Files.writeString(directory.resolve("d/1.conf"), "# one\n/one\n/one/more/\n");
        Files.writeString(directory.resolve("d/3.other"), "/three\n");
        Path conf =
                Files.writeString(
                        directory.resolve("ld.so.conf"),
                        "/first\ninclude d/*.conf\ninclude none/*\nhwcap 1 x\n/last\n");
        assertThat(LoaderConfig.directories(conf))
                .containsExactly(
                        Path.of("/first"),
                        Path.of("/one"),
                        Path.of("/one/more"),
                        Path.of("/two"),
                        Path.of("/last"));
    }

    private Path library(String name, String... flags) throws IOException {
        Path lib = Files.createDirectories(directory.toRealPath().resolve("lib"));
        Path file = lib.resolve("lib" + name + ".so");
        String code = "int " + name + "() { return 0; }\n";
        gcc(code, file, List.of("-shared", "-fPIC", "-Wl,-soname," + file.getFileName()), flags);
        return file;
    }

    private Path program(String... flags) throws IOException {
        Path file = directory.toRealPath().resolve("program");
        gcc("int main() { return 0; }\n", file, List.of(), flags);
        return file;
    }

    private void gcc(String code, Path to, List<String> kind, String... flags) throws IOException {
        Path source = Files.writeString(directory.resolve("source.c"), code);
        String here = "-L" + directory.resolve("lib");
        List<String> command = new ArrayList<>(List.of("gcc", "-o", to.toString(), here));
        command.add(source.toString());
        command.addAll(kind);
        command.addAll(List.of("-Wl,--no-as-needed", "-Wl,--unresolved-symbols=ignore-all"));
        command.addAll(List.of(flags));
        Run.output(command.toArray(String[]::new));
    }
}
