package io.jenkins.plugins.korenotify.check;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.model.Run;
import io.jenkins.plugins.korenotify.engine.result.CheckLabel;
import io.jenkins.plugins.korenotify.report.RunningCheck;
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

    private final RunningCheck page;
    private final StepContext step;

    /**
     * A check.
     *
     * @param page how its build shows it
     * @param step null outside of Pipeline steps
     */
    public CheckContext(RunningCheck page, @CheckForNull StepContext step) {
        this.page = page;
        this.step = step;
    }

    RunningCheck page() {
        return page;
    }

    /** The build. */
    public Run<?, ?> run() {
        return page.run();
    }

    /** What tells it from the other checks of the build, for people. */
    public CheckLabel label() {
        return page.label();
    }

    /**
     * What the blocks around the step provide; empty outside of Pipeline steps. May be called in {@link
     * CheckListener#onStarted}, not later: the step may be over by then.
     */
    public <T> Optional<T> fromBlocks(Class<T> type) {
        if (step == null) {
            return Optional.empty();
        }
        try {
            return Optional.ofNullable(step.get(type));
        } catch (IOException | InterruptedException e) {
            LOGGER.log(Level.FINE, e, () -> "Cannot get " + type + " in " + run());
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return "check of " + run();
    }
}
