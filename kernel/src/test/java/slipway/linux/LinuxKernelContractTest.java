package slipway.linux;

import slipway.testkit.NothingLeaks;

@NothingLeaks
class LinuxKernelContractTest extends RealFilesContract {

    @Override
    Kernel kernel() {
        return LinuxKernel.INSTANCE;
    }
}
