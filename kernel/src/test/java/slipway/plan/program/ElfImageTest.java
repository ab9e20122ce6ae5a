package slipway.plan.program;

import static org.assertj.core.api.Assertions.assertThat;
import static slipway.linux.Constants.AT_FDCWD;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import slipway.linux.Arch;
import slipway.linux.Arg;
import slipway.linux.Call;
import slipway.linux.Errno;
import slipway.linux.Family;
import slipway.linux.Syscall;
import slipway.plan.Do;
import slipway.plan.Exec;
import slipway.plan.Plan;
import slipway.plan.Step;
import slipway.plan.WriteFile;
import slipway.testkit.NeedsProgram;
import slipway.testkit.Run;

/** The files that programs become, as readelf(1) sees them. */
@NeedsProgram(value = "readelf", debian = "binutils")
class ElfImageTest {
    private static final int MANY_STEPS = 60;
    private static final String PATH =
            "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    private final String marker = UUID.randomUUID().toString();

    @TempDir private Path folder;

    /** As many steps as a container has, and a search for its program. */
    private byte[] typical(Arch arch) {
        ProgramBuilder out = new ProgramBuilder(arch);
        List<Step> steps = new ArrayList<>();
        Arg here = Arg.flag(AT_FDCWD, Family.DIRFD);
        for (int i = 0; i < MANY_STEPS; i++) {
            Arg path = Arg.text("/var/lib/containers/root/some/folder/" + i);
            Call mkdir = Call.of(Syscall.MKDIRAT, here, path, Arg.mode(0755));
            Do step = Step.call("make it", mkdir);
            steps.add(i % 4 == 0 ? step.tolerating(Errno.EEXIST) : step);
        }
        steps.add(new WriteFile("/proc/sys/kernel/domainname", "example", "name it"));
        steps.add(Exec.search(List.of("sh", marker), List.of("PATH=" + PATH), PATH));
        new PlanCompiler(out).compile(new Plan(steps));
        out.bind(out.onFailure());
        Elf.exit(out, 1);
        return new ElfImage(arch).of(out.build());
    }

    private List<String> readelf(String option, byte[] elf) throws Exception {
        Path file = Files.write(folder.resolve("program"), elf);
        Run.Result result = Run.program("readelf", option, file.toString()).result().succeeded();
        assertThat(result.stderr()).isEmpty();
        return result.stdout().lines().map(line -> line.strip().replaceAll("\\s+", " ")).toList();
    }

    /** The flags of each segment, as in {@code LOAD R E}. */
    private List<String> segments(byte[] elf) throws Exception {
        List<String> segments = new ArrayList<>();
        for (String line : readelf("-lW", elf)) {
            if (!line.matches("(LOAD|GNU_STACK) 0x.*")) continue;
            String flags = line.replaceAll(".* 0x\\w+ ([RWE ]+) 0x\\w+$", "$1");
            segments.add(line.split(" ")[0] + " " + flags.strip());
        }
        return segments;
    }

    @ParameterizedTest
    @EnumSource
    void no_segment_can_be_both_written_and_executed(Arch arch) throws Exception {
        assertThat(segments(typical(arch))).containsExactly("LOAD R E", "LOAD RW", "GNU_STACK RW");
    }

    @ParameterizedTest
    @EnumSource
    void the_header_names_a_static_program_for_the_right_processor(Arch arch) throws Exception {
        String machine = arch == Arch.X86_64 ? "Advanced Micro Devices X86-64" : "AArch64";
        assertThat(readelf("-hW", typical(arch)))
                .contains("Class: ELF64", "Type: EXEC (Executable file)", "Machine: " + machine)
                .contains("Number of program headers: 3", "Entry point address: 0x2000e8");
    }

    @ParameterizedTest
    @EnumSource
    void no_page_of_any_size_holds_both_segments(Arch arch) throws Exception {
        List<Long> starts = new ArrayList<>();
        for (String line : readelf("-lW", typical(arch))) {
            if (!line.startsWith("LOAD ")) continue;
            String[] words = line.split(" ");
            long offset = Long.decode(words[1]);
            long address = Long.decode(words[2]);
            long align = Long.decode(words[words.length - 1]);
            assertThat(align).isEqualTo(0x10000);
            assertThat(address % align).isEqualTo(offset % align);
            starts.add(address / align);
        }
        assertThat(starts).hasSize(2).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @EnumSource
    void a_typical_program_has_less_than_16_KiB(Arch arch) {
        assertThat(typical(arch).length).isBetween(4096, 16384 - 1);
    }

    @ParameterizedTest
    @EnumSource
    void arguments_of_a_program_that_is_searched_for_stand_in_the_file_once(Arch arch) {
        String text = new String(typical(arch), StandardCharsets.ISO_8859_1);
        assertThat(text.split(marker, -1)).hasSize(2);
        assertThat(text.split("/bin/sh\0", -1)).hasSize(4);
    }
}
