package slipway.cgroups;

import java.util.List;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;
import slipway.testkit.GuestTests;
import slipway.testkit.NeedsGuest;
import slipway.testkit.NothingLeaks;

/** Groups and limits where cgroups are of version 2 alone. */
@NeedsGuest
@NothingLeaks
class GuestTest {
    @TestFactory
    List<DynamicNode> in_the_guest() {
        return GuestTests.beside(GuestTest.class);
    }
}
