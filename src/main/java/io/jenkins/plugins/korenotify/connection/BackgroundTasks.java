package io.jenkins.plugins.korenotify.connection;

import jenkins.model.Jenkins;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * Where checks look up their connection and credentials: a credentials provider may read from disk or ask somebody
 * else, which neither the thread of a Pipeline nor the timer of Jenkins may wait for. Some of the drivers' threads do,
 * however many builds come back after a restart, and never all of them: the questions of other checks go on.
 */
@Restricted(NoExternalUse.class)
public final class BackgroundTasks {
    private BackgroundTasks() {}

    /** Does it soon, with the rights of Jenkins itself, unless Jenkins ends before. */
    public static void submit(Runnable lookup) {
        Jenkins now = Jenkins.get();
        PollSchedulerRegistry.get().lookups().execute(() -> {
            if (!isEnding(now)) {
                lookup.run();
            }
        });
    }

    /** Whether the Jenkins that a lookup was made for is going or gone; what fails then, fails for that reason. */
    public static boolean isEnding(Jenkins jenkins) {
        return Jenkins.getInstanceOrNull() != jenkins
                || jenkins.isTerminating()
                || PollSchedulerRegistry.get().isEnded();
    }
}
