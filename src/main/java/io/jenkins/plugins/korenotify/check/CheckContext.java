package io.jenkins.plugins.korenotify.check;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.model.Run;
import java.io.IOException;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/** One check of one build; equal to itself alone. Not stored: after a restart the same check is another object. */
@Restricted(NoExternalUse.class)
public final class CheckContext {
    private static final Logger LOGGER = Logger.getLogger(CheckContext.class.getName());

    private final Run<?, ?> run;
    private final StepContext context;

    /** A check; {@code context} is null outside Pipeline steps. */
    CheckContext(Run<?, ?> run, @CheckForNull StepContext context) {
        this.run = run;
        this.context = context;
    }

    /** Whose check it is. */
    public Run<?, ?> run() {
        return run;
    }

    /**
     * What the blocks around the step provide; empty outside Pipeline steps. May be asked while {@link
     * CheckListener#began} is told, not later: the step may be over by then.
     */
    public <T> Optional<T> fromBlocks(Class<T> type) {
        if (context == null) {
            return Optional.empty();
        }
        try {
            return Optional.ofNullable(context.get(type));
        } catch (IOException | InterruptedException e) {
            LOGGER.log(Level.FINE, e, () -> "cannot tell " + type + " in " + run);
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return "check of " + run;
    }
}
