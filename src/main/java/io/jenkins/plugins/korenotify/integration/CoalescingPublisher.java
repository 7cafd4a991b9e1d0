package io.jenkins.plugins.korenotify.integration;

import hudson.security.ACL;
import hudson.util.ClassLoaderSanityThreadFactory;
import hudson.util.DaemonThreadFactory;
import hudson.util.NamingThreadFactory;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.security.ImpersonatingExecutorService;
import jenkins.util.Timer;

/**
 * What one check has to publish, one at a time and in order. Publishing may take as long as somebody else's server
 * likes, so it has two threads of its own for all checks; what has not been begun when something newer comes is left
 * out, so there is never more than one thing to publish per check.
 */
final class CoalescingPublisher {
    private static final Logger LOGGER = Logger.getLogger(CoalescingPublisher.class.getName());

    private static final int THREADS = 2;
    private static final Executor EXECUTOR = new ImpersonatingExecutorService(threads(), ACL.SYSTEM2);

    private Runnable newest;
    private boolean working;

    /** Publishes it soon, after a delay if one is given; returns at once. */
    void submit(Runnable publication, Duration delay) {
        if (delay.isZero()) {
            submit(publication);
        } else {
            Timer.get().schedule(() -> submit(publication), delay.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void submit(Runnable publication) {
        synchronized (this) {
            newest = publication;
            if (working) {
                return;
            }
            working = true;
        }
        EXECUTOR.execute(this::work);
    }

    private void work() {
        while (true) {
            Runnable next;
            synchronized (this) {
                next = newest;
                newest = null;
                if (next == null) {
                    working = false;
                    return;
                }
            }
            try {
                next.run();
            } catch (RuntimeException | LinkageError e) {
                LOGGER.log(Level.WARNING, "A check run could not be published", e);
            }
        }
    }

    private static ThreadPoolExecutor threads() {
        ThreadPoolExecutor threads = new ThreadPoolExecutor(
                THREADS,
                THREADS,
                30,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                new NamingThreadFactory(
                        new ClassLoaderSanityThreadFactory(new DaemonThreadFactory()), "koreNotifyStatus check runs"));
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }
}
