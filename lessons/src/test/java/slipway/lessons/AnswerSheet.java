package slipway.lessons;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Judges what somebody else might have written.
 *
 * @param room for the judge
 * @param id of the exercise
 * @param imports of the answer
 */
record AnswerSheet(Path room, String id, String imports) {
    private Verdict judge(String body) throws IOException {
        Exercise exercise = Course.INSTANCE.exercise(id);
        return new Judge(room)
                .judge(exercise, imports + body, Course.INSTANCE.solutionsBefore(exercise));
    }

    /** An unusual answer that is right. */
    void isRight(String body) throws IOException {
        Verdict verdict = judge(body);
        assertThat(verdict.outcome()).as("%s", verdict).isEqualTo(Outcome.PASSED);
        assertThat(verdict.findings())
                .as("%s", verdict)
                .allMatch(finding -> finding.outcome() == Outcome.PASSED);
    }

    /** An answer that is none: it is told so, in words. */
    void isNone(String body, String said) throws IOException {
        Verdict verdict = judge(body);
        assertThat(verdict.errors()).isEmpty();
        assertThat(verdict.firstNotYet()).as("%s", verdict).isPresent();
        assertThat(verdict.firstNotYet().orElseThrow().observed()).contains(said);
    }

    /** A wrong answer, and what the learner is told it means; without a belief, none is empty. */
    void means(String body, String seen, String means, String belief) throws IOException {
        Exercise exercise = Course.INSTANCE.exercise(id);
        Verdict verdict = judge(body);
        assertThat(verdict.firstNotYet()).as("%s", verdict).isPresent();
        Finding finding = verdict.firstNotYet().orElseThrow();
        assertThat(finding.observed()).contains(seen);
        Meaning meaning = finding.meaning(exercise.check(finding.check()));
        assertThat(meaning.means()).contains(means);
        assertThat(meaning.belief()).isEqualTo(belief);
    }
}
