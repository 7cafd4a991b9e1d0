package io.jenkins.plugins.korenotify.connection;

import hudson.security.ACL;
import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.Jenkins;
import jenkins.security.ImpersonatingExecutorService;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * What a check does beside polling, and what may block: each kind of task is limited by itself, so that a credentials
 * provider, an artifact store or a log that hangs delays neither polling nor the other kinds. Tasks have the rights of
 * Jenkins itself.
 *
 * <p>They share threads, so that there are only as many as tasks at the same time: two of each kind, and one for each task
 * that hangs.
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
    private static final int PERMITS = 2;
    private static final int IDLE_SECONDS = 30;

    private final Executor executor = new IsolatingExecutor(
            new ImpersonatingExecutorService(Threads.SHARED, ACL.SYSTEM2), PollSchedulerRegistry::schedule, PERMITS);

    /** Initialized before the constants of the enum. */
    private static final class Threads {
        private static final ThreadPoolExecutor SHARED = new ThreadPoolExecutor(
                0,
                Integer.MAX_VALUE,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                PollSchedulerRegistry.daemonThreads("kore-notify-task-"));
    }

    /** The threads of all kinds: one for every task, kept for a while for the next ones. */
    static Executor threads() {
        return Threads.SHARED;
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
