package io.jenkins.plugins.korenotify.check;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.model.listeners.RunListener;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/** Ends the checks of a build that was killed or deleted while they waited: nothing else ends them. */
@Extension
@Restricted(NoExternalUse.class)
public final class RunningChecks extends RunListener<Run<?, ?>> {
    private static final Map<Run<?, ?>, Set<Consumer<Boolean>>> CHECKS = new ConcurrentHashMap<>();

    /**
     * Registers a check.
     *
     * @param abandon ends it; the argument is whether the build still exists, so that something may be stored with it
     */
    public static void add(Run<?, ?> run, Consumer<Boolean> abandon) {
        CHECKS.computeIfAbsent(run, any -> ConcurrentHashMap.newKeySet()).add(abandon);
    }

    /** Forgets a check, as it has ended. */
    public static void remove(Run<?, ?> run, Consumer<Boolean> abandon) {
        CHECKS.computeIfPresent(run, (any, checks) -> {
            checks.remove(abandon);
            return checks.isEmpty() ? null : checks;
        });
    }

    @Override
    public void onCompleted(Run<?, ?> run, @NonNull TaskListener listener) {
        abandon(run, true);
    }

    @Override
    public void onDeleted(Run<?, ?> run) {
        abandon(run, false);
    }

    private static void abandon(Run<?, ?> run, boolean exists) {
        Set<Consumer<Boolean>> checks = CHECKS.remove(run);
        if (checks != null) {
            checks.forEach(check -> check.accept(exists));
        }
    }
}
