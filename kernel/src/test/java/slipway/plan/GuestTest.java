package slipway.plan;

import java.util.List;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;
import slipway.testkit.GuestTests;
import slipway.testkit.NeedsGuest;
import slipway.testkit.NothingLeaks;

/** The tests of the ground that look at the machine, on one with an older kernel and cgroups v2. */
@NeedsGuest
@NothingLeaks
class GuestTest {
    @TestFactory
    List<DynamicNode> in_the_guest() {
        return GuestTests.beside(GuestTest.class);
    }
}
