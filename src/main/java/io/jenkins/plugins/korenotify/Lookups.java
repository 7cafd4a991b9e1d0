package io.jenkins.plugins.korenotify;

import hudson.security.ACL;
import hudson.util.ClassLoaderSanityThreadFactory;
import hudson.util.DaemonThreadFactory;
import hudson.util.NamingThreadFactory;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import jenkins.model.Jenkins;
import jenkins.security.ImpersonatingExecutorService;

/**
 * Where checks look up their connection and credentials: a credentials provider may read from disk or ask somebody
 * else, which neither the thread of a Pipeline nor the timer of Jenkins may wait for. Two threads do, however many
 * builds come back after a restart, and none while there is nothing to look up.
 */
final class Lookups {
    private static final int THREADS = 2;
    private static final Executor EXECUTOR = new ImpersonatingExecutorService(threads(), ACL.SYSTEM2);

    private Lookups() {}

    /** Does it soon, unless Jenkins ends before. */
    static void submit(Runnable lookup) {
        Jenkins now = Jenkins.get();
        EXECUTOR.execute(() -> {
            if (!isEnding(now)) {
                lookup.run();
            }
        });
    }

    /** Whether the Jenkins that a lookup was made for is going or gone; what fails then, fails for that reason. */
    static boolean isEnding(Jenkins jenkins) {
        return Jenkins.getInstanceOrNull() != jenkins || jenkins.isTerminating();
    }

    private static ThreadPoolExecutor threads() {
        ThreadPoolExecutor threads = new ThreadPoolExecutor(
                THREADS,
                THREADS,
                30,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                new NamingThreadFactory(
                        new ClassLoaderSanityThreadFactory(new DaemonThreadFactory()), "koreNotifyStatus lookup"));
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }
}
