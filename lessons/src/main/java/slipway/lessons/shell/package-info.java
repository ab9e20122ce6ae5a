/**
 * Lessons: scripts of JShell that tell, show real calls, and ask before they reveal.
 *
 * <p>What a script uses is {@link slipway.lessons.shell.Lab}; what runs one is {@link
 * slipway.lessons.shell.LessonCommand}. The command line finds that by name. Depends on the ground,
 * the features and the exercises.
 */
@NullMarked
package slipway.lessons.shell;

import org.jspecify.annotations.NullMarked;
