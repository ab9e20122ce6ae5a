package slipway.testkit;

import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * Decides about every {@code @Needs...} annotation. What is missing skips the test, with the
 * command that would provide it; where nothing may be skipped ({@link NoSkips}) it fails the test
 * instead.
 */
final class Requirements implements ExecutionCondition {
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        List<String> missing = new ArrayList<>();
        context.getElement().ifPresent(element -> collect(element, missing));
        if (missing.isEmpty()) {
            return ConditionEvaluationResult.enabled("everything it needs is here");
        }
        String reason = String.join("; ", missing);
        if (NoSkips.areOrdered(context)) {
            throw new ExtensionConfigurationException("may not be skipped here, but " + reason);
        }
        return ConditionEvaluationResult.disabled(reason);
    }

    private static void collect(AnnotatedElement element, List<String> missing) {
        Machine machine = new Machine();
        if (has(element, NeedsRoot.class)) {
            machine.lacksRoot().ifPresent(missing::add);
        }
        find(element, NeedsCapability.class)
                .flatMap(needs -> machine.lacksCapability(List.of(needs.value())))
                .ifPresent(missing::add);
        find(element, NeedsProgram.class)
                .flatMap(needs -> lacksProgram(List.of(needs.value()), List.of(needs.debian())))
                .ifPresent(missing::add);
        if (has(element, NeedsUnprivilegedUserNamespaces.class)) {
            machine.lacksUserNamespaces().ifPresent(missing::add);
        }
        find(element, NeedsJdk.class)
                .filter(needs -> Jdks.of(needs.value()).isEmpty())
                .ifPresent(needs -> missing.add(Jdks.advice(needs.value())));
        boolean images = has(element, NeedsSavedImages.class) && !SavedImages.areMade();
        if (images || has(element, NeedsEngines.class)) {
            machine.lacksRoot().ifPresent(missing::add);
            lacksProgram(Engines.PROGRAMS, Engines.DEBIAN).ifPresent(missing::add);
        }
        if (has(element, NeedsGuest.class)) {
            machine.lacksRoot().ifPresent(missing::add);
            lacksProgram(Guest.PROGRAMS, Guest.DEBIAN).ifPresent(missing::add);
            Guest.lacks().ifPresent(missing::add);
        }
        if (has(element, OnlyInGuest.class) && !Guest.isHere()) {
            missing.add("runs in the guest only: -Dtest=GuestTest -Dslipway.guest.only=CLASS");
        }
        if ((images || has(element, NeedsDebianTree.class)) && !TestRoots.debianIsMade()) {
            machine.lacksRoot().ifPresent(missing::add);
            lacksProgram(List.of("debootstrap", "unshare"), List.of("debootstrap", "util-linux"))
                    .ifPresent(missing::add);
        }
    }

    private static Optional<String> lacksProgram(List<String> programs, List<String> debian) {
        List<String> absent = new ArrayList<>();
        for (String program : programs) {
            if (Programs.find(program).isEmpty()) {
                absent.add(program);
            }
        }
        if (absent.isEmpty()) {
            return Optional.empty();
        }
        List<String> packages = debian.isEmpty() ? absent : debian;
        return Optional.of(
                "needs "
                        + String.join(", ", absent)
                        + ": apt-get install "
                        + String.join(" ", packages));
    }

    private static <A extends Annotation> Optional<A> find(
            AnnotatedElement element, Class<A> type) {
        return AnnotationSupport.findAnnotation(element, type);
    }

    private static boolean has(AnnotatedElement element, Class<? extends Annotation> type) {
        return AnnotationSupport.isAnnotated(element, type);
    }
}
