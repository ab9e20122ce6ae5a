package slipway.rules;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;
import slipway.testkit.SharedRules;

/**
 * What holds the ground together. ArchUnit reads class files, so an inlined constant is invisible
 * to it.
 */
class GroundArchitectureTest {
    private static final int LEAST_CLASSES = 130;

    private static final JavaClasses GROUND =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .importPackages("slipway.linux", "slipway.plan");

    @Test
    void these_rules_are_checked_against_classes() {
        assertThat(GROUND).hasSizeGreaterThan(LEAST_CLASSES);
    }

    @Test
    void only_slipway_linux_knows_how_native_calls_are_made() {
        SharedRules.onlySlipwayLinuxKnowsHowNativeCallsAreMade().check(GROUND);
    }

    @Test
    void the_machine_code_depends_on_nothing_but_the_name_of_the_processor() {
        classes()
                .that()
                .resideInAPackage("slipway.linux.asm..")
                .should()
                .onlyDependOnClassesThat(
                        resideInAPackage("slipway.linux.asm..")
                                .or(name("slipway.linux.Arch"))
                                .or(resideInAPackage("java.."))
                                .or(resideInAPackage("org.jspecify..")))
                .check(GROUND);
    }

    @Test
    void linux_does_not_know_that_there_are_plans() {
        noClasses()
                .that()
                .resideInAPackage("slipway.linux..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("slipway.plan..")
                .check(GROUND);
    }

    @Test
    void a_plan_does_not_know_who_runs_it_outside_of_the_JVM() {
        noClasses()
                .that()
                .resideInAPackage("slipway.plan")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("slipway.plan.*..")
                .check(GROUND);
    }

    @Test
    void building_a_program_calls_nothing() {
        noClasses()
                .that()
                .resideInAPackage("slipway.plan.program..")
                .should()
                .dependOnClassesThat(
                        resideInAPackage("java.nio.file..")
                                .or(name("slipway.linux.Kernel"))
                                .or(name("slipway.linux.LinuxKernel"))
                                .or(name("slipway.linux.Native")))
                .check(GROUND);
    }

    @Test
    void packages_have_no_cycles() {
        SharedRules.packagesHaveNoCycles().check(GROUND);
    }
}
