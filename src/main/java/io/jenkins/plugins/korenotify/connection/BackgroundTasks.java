package io.jenkins.plugins.korenotify.connection;

import hudson.security.ACL;
import java.util.Locale;
import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.Jenkins;
import jenkins.security.ImpersonatingExecutorService;
import jenkins.util.Timer;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * What a check does beside polling, and what may block: each kind of task has threads of its own, so that a credentials
 * provider, an artifact store or a log that hangs delays neither polling nor the other kinds. Tasks have the rights of
 * Jenkins itself.
 */
@Restricted(NoExternalUse.class)
public enum BackgroundTasks implements Executor {
    /** Looks up connections and credentials. */
    LOOKUPS,
    /** Writes build logs and notifies listeners. */
    EVENTS,
    /** Stores and archives results, and completes steps. */
    RESULTS;

    private static final Logger LOGGER = Logger.getLogger(BackgroundTasks.class.getName());
    private static final int THREADS_EACH = 2;

    private final Executor executor = new IsolatingExecutor(
            new ImpersonatingExecutorService(threads(name().toLowerCase(Locale.ROOT)), ACL.SYSTEM2),
            Timer::get,
            THREADS_EACH);

    private static ThreadPoolExecutor threads(String name) {
        return new ThreadPoolExecutor(
                0,
                Integer.MAX_VALUE,
                30,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                PollSchedulerRegistry.daemonThreads("kore-notify-" + name + "-"));
    }

    /** Runs a task soon, unless Jenkins ends before. */
    @Override
    public void execute(Runnable task) {
        Jenkins jenkins = Jenkins.get();
        executor.execute(() -> {
            if (!isEnding(jenkins)) {
                try {
                    task.run();
                } catch (RuntimeException | Error e) {
                    LOGGER.log(Level.WARNING, "A background task failed", e);
                }
            }
        });
    }

    /** Whether this Jenkins is going or gone; what fails then, fails for that reason. */
    public static boolean isEnding(Jenkins jenkins) {
        return Jenkins.getInstanceOrNull() != jenkins
                || jenkins.isTerminating()
                || PollSchedulerRegistry.get().isEnded();
    }
}
