package slipway.rules;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import org.junit.jupiter.api.Test;
import slipway.testkit.SharedRules;

/**
 * Who may know whom, in all modules at once. ArchUnit reads class files, so an inlined constant and
 * a name in Javadoc are invisible to it.
 */
class ArchitectureTest {
    private static final int LEAST_CLASSES = 170;

    private static final String[] FEATURES = {
        "slipway.jail..",
        "slipway.namespaces..",
        "slipway.cgroups..",
        "slipway.unionfs..",
        "slipway.security.."
    };

    private static final JavaClasses PRODUCT =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .withImportOption(location -> !location.contains("slipway/testkit/"))
                    .importPackages("slipway");

    @Test
    void these_rules_are_checked_against_the_classes_of_every_module() {
        assertThat(PRODUCT).hasSizeGreaterThan(LEAST_CLASSES);
        for (String each : new String[] {"cli", "runtime", "image", "jail", "cgroups", "unionfs"}) {
            assertThat(PRODUCT.that(resideInAPackage("slipway." + each + "..")))
                    .as(each)
                    .isNotEmpty();
        }
    }

    @Test
    void dependencies_point_down() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("front")
                .definedBy("slipway.cli..")
                .layer("engine")
                .definedBy("slipway.engine..")
                .layer("runtime")
                .definedBy("slipway.runtime..")
                .layer("image")
                .definedBy("slipway.image..")
                .layer("features")
                .definedBy(FEATURES)
                .layer("plan")
                .definedBy("slipway.plan..")
                .layer("linux")
                .definedBy("slipway.linux..")
                .whereLayer("front")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("engine")
                .mayOnlyBeAccessedByLayers("front")
                .whereLayer("runtime")
                .mayOnlyBeAccessedByLayers("front", "engine", "image")
                .whereLayer("image")
                .mayOnlyBeAccessedByLayers("front", "engine")
                .whereLayer("features")
                .mayOnlyBeAccessedByLayers("front", "engine", "runtime", "image")
                .whereLayer("plan")
                .mayOnlyBeAccessedByLayers("front", "engine", "runtime", "image", "features")
                .whereLayer("linux")
                .mayNotAccessAnyLayer()
                .check(PRODUCT);
    }

    @Test
    void a_configuration_is_only_words() {
        noClasses()
                .that()
                .resideInAPackage("slipway.oci..")
                .should()
                .dependOnClassesThat(
                        resideInAPackage("slipway..")
                                .and(
                                        DescribedPredicate.not(
                                                resideInAPackage("slipway.oci..")
                                                        .or(resideInAPackage("slipway.linux")))))
                .check(PRODUCT);
    }

    @Test
    void features_do_not_know_each_other() {
        slices().matching("slipway.(jail|namespaces|cgroups|unionfs|security)..")
                .should()
                .notDependOnEachOther()
                .check(PRODUCT);
    }

    @Test
    void packages_have_no_cycles() {
        SharedRules.packagesHaveNoCycles().check(PRODUCT);
    }

    @Test
    void only_slipway_linux_knows_how_native_calls_are_made() {
        SharedRules.onlySlipwayLinuxKnowsHowNativeCallsAreMade().check(PRODUCT);
    }

    @Test
    void planners_only_plan() {
        noClasses()
                .that()
                .haveSimpleNameEndingWith("Planner")
                .should()
                .dependOnClassesThat(
                        resideInAPackage("java.nio.file..")
                                .or(resideInAPackage("java.io.."))
                                .or(name("java.lang.ProcessBuilder"))
                                .or(name("slipway.linux.Kernel"))
                                .or(name("slipway.linux.LinuxKernel"))
                                .or(name("slipway.linux.Fd"))
                                .or(resideInAPackage("slipway.plan.launch..").and(isEffect())))
                .check(PRODUCT);
    }

    /** A {@code Launch} is a value, what starts one is not. */
    private static DescribedPredicate<JavaClass> isEffect() {
        return describe("is no value", type -> !type.isRecord());
    }

    @Test
    void every_other_program_is_started_by_our_launcher() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .belongToAnyOf(ProcessBuilder.class)
                .orShould()
                .accessTargetWhere(isRuntimeExec())
                .check(PRODUCT);
    }

    private static DescribedPredicate<JavaAccess<?>> isRuntimeExec() {
        return describe(
                "is Runtime.exec",
                access ->
                        access.getTargetOwner().isEquivalentTo(Runtime.class)
                                && access.getTarget().getName().equals("exec"));
    }

    @Test
    void names_say_what_a_class_is() {
        noClasses()
                .should()
                .haveSimpleNameEndingWith("Util")
                .orShould()
                .haveSimpleNameEndingWith("Utils")
                .orShould()
                .haveSimpleNameEndingWith("Helper")
                .orShould()
                .haveSimpleNameEndingWith("Manager")
                .check(PRODUCT);
    }

    @Test
    void static_fields_are_constants() {
        fields().that().areStatic().should().beFinal().check(PRODUCT);
    }

    @Test
    void public_classes_are_closed_for_inheritance() {
        classes()
                .that()
                .arePublic()
                .and()
                .areNotInterfaces()
                .and()
                .areNotEnums()
                .should(beFinalOrSealed())
                .check(PRODUCT);
    }

    private static ArchCondition<JavaClass> beFinalOrSealed() {
        return new ArchCondition<>("be final or sealed") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                boolean closed =
                        type.getModifiers().contains(JavaModifier.FINAL)
                                || type.reflect().isSealed();
                String message = type.getName() + (closed ? " is closed" : " is open");
                events.add(new SimpleConditionEvent(type, closed, message));
            }
        };
    }
}
