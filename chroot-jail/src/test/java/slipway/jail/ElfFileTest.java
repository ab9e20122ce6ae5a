package slipway.jail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import slipway.jail.UnreadableElf.DamagedElf;
import slipway.jail.UnreadableElf.ForeignElf;
import slipway.jail.UnreadableElf.NotAnElf;
import slipway.linux.Arch;
import slipway.testkit.NeedsProgram;
import slipway.testkit.Run;

class ElfFileTest {
    private static final int MUTANTS = 2_000;

    @TempDir Path directory;

    /** readelf(1) is the witness, over programs and libraries taken at random. */
    @Test
    @NeedsProgram(value = "readelf", debian = "binutils")
    void what_a_file_needs_is_what_readelf_shows() throws IOException {
        List<Path> sample = HostPrograms.sample(60);
        sample.addAll(HostPrograms.libraries(30));
        for (Path file : sample) {
            ElfFile elf = ElfFile.read(file);
            String shown = Run.output("readelf", "-W", "-l", "-d", file.toString());
            assertThat(elf.interpreter())
                    .as("interpreter of %s", file)
                    .isEqualTo(first(shown, "program interpreter: ([^]]+)]"));
            assertThat(elf.needed())
                    .as("needs of %s", file)
                    .isEqualTo(all(shown, "\\(NEEDED\\).*\\[([^]]*)]"));
            assertThat(elf.soname())
                    .as("soname of %s", file)
                    .isEqualTo(first(shown, "\\(SONAME\\).*\\[([^]]*)]"));
            assertThat(elf.runpath())
                    .as("runpath of %s", file)
                    .isEqualTo(first(shown, "\\(RUNPATH\\).*\\[([^]]*)]").orElse(""));
        }
    }

    @Test
    @NeedsProgram("gcc")
    void rpath_and_runpath_are_told_apart() throws IOException {
        Path old = compile("old", "-Wl,--disable-new-dtags", "-Wl,-rpath,$ORIGIN/../a:/b");
        Path current = compile("current", "-Wl,--enable-new-dtags", "-Wl,-rpath,/c");
        assertThat(ElfFile.read(old).rpath()).isEqualTo("$ORIGIN/../a:/b");
        assertThat(ElfFile.read(old).runpath()).isEmpty();
        assertThat(ElfFile.read(current).rpath()).isEmpty();
        assertThat(ElfFile.read(current).runpath()).isEqualTo("/c");
    }

    @Test
    @NeedsProgram("gcc")
    void a_static_program_needs_no_other_file_and_a_dynamic_one_does() throws IOException {
        ElfFile fixed = ElfFile.read(compile("static", "-static"));
        assertThat(fixed.isStatic()).isTrue();
        assertThat(fixed.type()).isEqualTo(ElfFile.EXECUTABLE);
        ElfFile pie = ElfFile.read(compile("static-pie", "-static-pie"));
        assertThat(pie.isStatic()).isTrue();
        assertThat(pie.type()).isEqualTo(ElfFile.SHARED);
        assertThat(ElfFile.read(compile("dynamic")).isStatic()).isFalse();
    }

    @Test
    void a_program_of_this_machine_is_accepted_and_the_same_for_another_is_refused_by_name()
            throws IOException {
        Path program = HostPrograms.shell();
        assertThatCode(() -> ElfFile.read(program).requireMachine(Arch.current()))
                .doesNotThrowAnyException();
        Path changed = withByte(program, 18, 243, 19, 0);
        assertThatThrownBy(() -> ElfFile.read(changed).requireMachine(Arch.current()))
                .isInstanceOf(ForeignElf.class)
                .hasMessage(changed + " is for riscv; wanted is " + Arch.current());
    }

    @Test
    void a_program_of_32_bits_is_refused_with_the_name_of_its_machine() throws IOException {
        Path arm = withByte(HostPrograms.shell(), 4, 1, 18, 40);
        assertThatThrownBy(() -> ElfFile.read(arm))
                .isInstanceOf(ForeignElf.class)
                .hasMessageContaining("is for arm (32 bit)");
    }

    @Test
    void a_script_and_an_empty_file_are_not_elf() throws IOException {
        for (String text : List.of("", "#!/bin/sh\n", "\u007fELV")) {
            Path file = Files.writeString(directory.resolve("text"), text);
            assertThatThrownBy(() -> ElfFile.read(file)).isInstanceOf(NotAnElf.class);
        }
    }

    @Test
    void a_file_that_is_cut_off_in_its_headers_is_damaged() throws IOException {
        byte[] whole = Files.readAllBytes(HostPrograms.shell());
        int length = ThreadLocalRandom.current().nextInt(4, 120); // in the first program header
        Path cut = Files.write(directory.resolve("cut"), Arrays.copyOf(whole, length));
        assertThatThrownBy(() -> ElfFile.read(cut)).isInstanceOf(DamagedElf.class);
    }

    @Test
    void no_change_of_bytes_makes_the_reader_fail_otherwise_than_by_its_own_errors()
            throws IOException {
        long seed = ThreadLocalRandom.current().nextLong();
        SplittableRandom random = new SplittableRandom(seed);
        byte[] whole = Files.readAllBytes(smallProgram());
        Path mutant = directory.resolve("mutant");
        int refused = 0;
        for (int i = 0; i < MUTANTS; i++) {
            Files.write(mutant, mutate(whole, random));
            try {
                ElfFile.read(mutant);
            } catch (UnreadableElf e) {
                refused++;
            } catch (RuntimeException | Error e) {
                throw new AssertionError("mutant " + i + " of seed " + seed, e);
            }
        }
        assertThat(refused).as("mutants refused, of seed %d", seed).isBetween(1, MUTANTS - 1);
    }

    /** Changes a few bytes where the reader looks, to values that hurt; sometimes cuts the file. */
    private static byte[] mutate(byte[] whole, SplittableRandom random) {
        byte[] mutant = whole.clone();
        byte[] nasty = {0, 1, -1, Byte.MAX_VALUE, Byte.MIN_VALUE};
        int dynamic = mutant.length > 0x3000 ? 0x2000 : 0;
        for (int change = random.nextInt(1, 6); change > 0; change--) {
            int at = random.nextInt(4, 64 + 13 * 56);
            if (random.nextInt(3) == 0) at = random.nextInt(dynamic, mutant.length);
            for (int width = random.nextInt(1, 9); width > 0; width--, at++) {
                if (at >= mutant.length) break;
                boolean any = random.nextBoolean();
                mutant[at] = any ? (byte) random.nextInt() : nasty[random.nextInt(nasty.length)];
            }
        }
        if (random.nextInt(8) > 0) return mutant;
        return Arrays.copyOf(mutant, random.nextInt(mutant.length));
    }

    private static Path smallProgram() {
        return Path.of("/usr/bin/true").toFile().exists()
                ? Path.of("/usr/bin/true")
                : HostPrograms.shell();
    }

    private Path compile(String name, String... flags) throws IOException {
        Path source = Files.writeString(directory.resolve("main.c"), "int main() { return 0; }\n");
        Path program = directory.resolve(name);
        List<String> command = new ArrayList<>(List.of("gcc", "-o", program.toString()));
        command.add(source.toString());
        command.addAll(List.of(flags));
        Run.output(command.toArray(String[]::new));
        return program;
    }

    private Path withByte(Path program, int... offsetsAndValues) throws IOException {
        byte[] bytes = Files.readAllBytes(program);
        for (int i = 0; i < offsetsAndValues.length; i += 2) {
            bytes[offsetsAndValues[i]] = (byte) offsetsAndValues[i + 1];
        }
        return Files.write(directory.resolve("changed"), bytes);
    }

    private static Optional<String> first(String text, String pattern) {
        return all(text, pattern).stream().findFirst();
    }

    private static List<String> all(String text, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        List<String> found = new ArrayList<>();
        while (matcher.find()) found.add(matcher.group(1));
        return found;
    }
}
