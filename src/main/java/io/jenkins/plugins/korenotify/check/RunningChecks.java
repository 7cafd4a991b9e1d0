package io.jenkins.plugins.korenotify.check;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.model.listeners.RunListener;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * Ends the checks of a build that was killed or deleted while they waited. Jenkins notifies neither their steps nor their
 * threads of that.
 */
@Extension
@Restricted(NoExternalUse.class)
public final class RunningChecks extends RunListener<Run<?, ?>> {
    private static final Map<Run<?, ?>, Set<Check>> CHECKS = new ConcurrentHashMap<>();

    /** A check that waits. */
    @FunctionalInterface
    public interface Check {
        /**
         * The build is over; the check stops polling. May be called after the check's own end.
         *
         * @param deleted whether the build is deleted, so that nothing may be stored with it
         */
        void onBuildEnded(boolean deleted);
    }

    /** Registers a check. */
    public static void add(Run<?, ?> run, Check check) {
        // In one step, as the set of a build goes with its last check.
        CHECKS.compute(run, (any, checks) -> {
            Set<Check> all = checks == null ? ConcurrentHashMap.newKeySet() : checks;
            all.add(check);
            return all;
        });
    }

    /** Forgets a check, as it has ended. */
    public static void remove(Run<?, ?> run, Check check) {
        CHECKS.computeIfPresent(run, (any, checks) -> {
            checks.remove(check);
            return checks.isEmpty() ? null : checks;
        });
    }

    @Override
    public void onCompleted(Run<?, ?> run, @NonNull TaskListener listener) {
        end(run, false);
    }

    @Override
    public void onDeleted(Run<?, ?> run) {
        end(run, true);
    }

    private static void end(Run<?, ?> run, boolean deleted) {
        Set<Check> checks = CHECKS.remove(run);
        if (checks != null) {
            checks.forEach(check -> check.onBuildEnded(deleted));
        }
    }
}
