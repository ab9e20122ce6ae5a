package slipway.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

class SkippingTest {
    static class NeedsWhatIsNotThere {
        @Test
        @NeedsProgram(value = "no-such-program", debian = "a-package")
        void never_runs() {
            throw new AssertionError("ran");
        }
    }

    @NeedsJdk(9999)
    static class AWholeClassThatCannotRun {
        @Test
        void never_runs() {
            throw new AssertionError("ran");
        }
    }

    static class Assumes {
        @Test
        void in_a_method() {
            Assumptions.assumeTrue(false, "it rains");
        }

        @TestFactory
        List<DynamicTest> in_a_dynamic_test() {
            return List.of(DynamicTest.dynamicTest("one", this::in_a_method));
        }
    }

    static class IsDisabled {
        @Test
        @Disabled("out of order")
        void a_test_that_is_off() {}
    }

    @Test
    void what_a_test_lacks_skips_it_and_the_reason_names_the_command_that_provides_it() {
        assertThat(Fixture.run(NeedsWhatIsNotThere.class, false).testEvents().skipped().stream())
                .singleElement()
                .extracting(event -> event.getRequiredPayload(String.class))
                .asString()
                .contains("needs no-such-program: apt-get install a-package");
    }

    @Test
    void where_nothing_may_be_skipped_what_a_test_lacks_fails_it() {
        assertThat(Fixture.failures(NeedsWhatIsNotThere.class, true))
                .singleElement()
                .asString()
                .contains("may not be skipped here, but needs no-such-program");
        assertThat(Fixture.failures(AWholeClassThatCannotRun.class, true))
                .singleElement()
                .asString()
                .contains("needs a JDK 9999");
    }

    @Test
    void an_assumption_aborts_a_test_and_where_nothing_may_be_skipped_fails_it() {
        assertThat(Fixture.run(Assumes.class, false).testEvents().aborted().count()).isEqualTo(2);
        assertThat(Fixture.failures(Assumes.class, true))
                .hasSize(2)
                .allMatch(message -> message.contains("may not be skipped here, but"))
                .allMatch(message -> message.contains("it rains"));
    }

    @Test
    void the_report_names_every_test_that_did_not_run_with_its_reason() {
        assertThat(report(Assumes.class, false))
                .contains("skipped here, each with its reason:")
                .contains("SkippingTest$Assumes: in a method: ")
                .contains("it rains");
        assertThat(report(IsDisabled.class, false))
                .contains("SkippingTest$IsDisabled: a test that is off: ")
                .contains("out of order");
        assertThat(report(Passes.class, true)).isEqualTo("skipped here: nothing\n");
    }

    @Test
    void where_nothing_may_be_skipped_the_session_fails_even_for_a_test_that_is_disabled() {
        assertThatThrownBy(() -> report(IsDisabled.class, true))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("out of order");
    }

    static class Passes {
        @Test
        void a_test() {}
    }

    private static String report(Class<?> testClass, boolean noSkips) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        SkipReport report = new SkipReport(new PrintStream(out, true), noSkips);
        LauncherConfig config =
                LauncherConfig.builder()
                        .enableLauncherSessionListenerAutoRegistration(false)
                        .addLauncherSessionListeners(report)
                        .build();
        try (LauncherSession session = LauncherFactory.openSession(config)) {
            Launcher launcher = session.getLauncher();
            launcher.execute(
                    LauncherDiscoveryRequestBuilder.request()
                            .selectors(selectClass(testClass))
                            .configurationParameter(NoSkips.PARAMETER, "false")
                            .build());
        }
        return out.toString();
    }
}
