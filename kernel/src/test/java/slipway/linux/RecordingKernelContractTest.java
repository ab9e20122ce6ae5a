package slipway.linux;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;

class RecordingKernelContractTest extends KernelContract {
    private final RecordingKernel kernel = new RecordingKernel().withDirectory("/some/folder");

    @AfterEach
    void nothing_stays_open() {
        assertThat(kernel.openFiles()).as("%s", kernel.lines()).isZero();
    }

    @Override
    Kernel kernel() {
        return kernel;
    }

    @Override
    String folder() {
        return "/some/folder";
    }

    @Override
    int mode(String path) {
        return kernel.mode(path);
    }

    @Override
    int umask() {
        return 022;
    }
}
