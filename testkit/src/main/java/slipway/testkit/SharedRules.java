package slipway.testkit;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.lang.ArchRule;

/** What is checked of the ground when it is built alone, and again of all modules together. */
public final class SharedRules {
    private SharedRules() {}

    /** So that another way to make them would be one package. */
    public static ArchRule onlySlipwayLinuxKnowsHowNativeCallsAreMade() {
        return noClasses()
                .that()
                .resideOutsideOfPackage("slipway.linux")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("jnr..", "com.kenai.jffi..", "java.lang.foreign..");
    }

    /** The name of the processor is the one thing that both sides of the machine code share. */
    public static ArchRule packagesHaveNoCycles() {
        return slices().matching("slipway.(**)")
                .should()
                .beFreeOfCycles()
                .ignoreDependency(
                        resideInAPackage("slipway.linux.asm"), name("slipway.linux.Arch"));
    }
}
