package io.jenkins.plugins.korenotify.integration;

import hudson.model.Result;
import hudson.model.TaskListener;
import hudson.security.ACL;
import hudson.util.ClassLoaderSanityThreadFactory;
import hudson.util.DaemonThreadFactory;
import hudson.util.NamingThreadFactory;
import io.jenkins.plugins.checks.api.ChecksDetails;
import io.jenkins.plugins.checks.api.ChecksPublisherFactory;
import io.jenkins.plugins.checks.steps.ChecksInfo;
import io.jenkins.plugins.korenotify.check.CheckListener;
import io.jenkins.plugins.korenotify.engine.polling.PollingState;
import io.jenkins.plugins.korenotify.engine.polling.SerialExecutor;
import io.jenkins.plugins.korenotify.engine.result.CheckResult;
import io.jenkins.plugins.korenotify.report.RunningCheck;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.security.ImpersonatingExecutorService;
import jenkins.util.Timer;
import org.jenkinsci.plugins.variant.OptionalExtension;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/** Publishes every check as a check run, for checks-api: in progress while it waits, completed at its end. */
@OptionalExtension(requirePlugins = "checks-api")
@Restricted(NoExternalUse.class)
public final class CheckRunPublisher implements CheckListener {
    private static final Logger LOGGER = Logger.getLogger(CheckRunPublisher.class.getName());

    // The block withChecks publishes under the same name how its body ended. The verdict says more, and comes after
    // that.
    private static final Duration AFTER_THE_BLOCK = Duration.ofSeconds(2);

    // Publishing may take as long as another server likes, so it has threads of its own.
    private static final int THREADS = 2;
    private static final Executor EXECUTOR = new ImpersonatingExecutorService(threads(), ACL.SYSTEM2);

    private final Map<RunningCheck, Outbox> open = new ConcurrentHashMap<>();

    @Override
    public void onStarted(RunningCheck check, PollingState state) {
        Optional<String> given =
                check.fromBlocks(ChecksInfo.class).map(ChecksInfo::getName).filter(name -> !name.isBlank());
        String name = given.orElseGet(() -> CheckRun.name(check.label()));
        Outbox outbox =
                new Outbox(check, new CheckRun(name, Instant.ofEpochMilli(state.startedAt())), given.isPresent());
        open.put(check, outbox);
        outbox.publish(outbox.run.waiting(state.requestCount()));
    }

    @Override
    public void onCompleted(RunningCheck check, CheckResult result, Result outcome) {
        Outbox outbox = open.remove(check);
        if (outbox == null) {
            return;
        }
        ChecksDetails details = outbox.run.completed(result, outcome);
        if (outbox.inBlock && Result.FAILURE.equals(outcome)) {
            Timer.get().schedule(() -> outbox.publish(details), AFTER_THE_BLOCK.toMillis(), TimeUnit.MILLISECONDS);
        } else {
            outbox.publish(details);
        }
    }

    @Override
    public void onAborted(RunningCheck check) {
        Outbox outbox = open.remove(check);
        if (outbox != null) {
            outbox.publish(outbox.run.aborted(Instant.now()));
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

    /** What one check publishes, in order; what is outdated before its turn comes is left out. */
    private static final class Outbox {
        private final RunningCheck check;
        private final CheckRun run;
        private final boolean inBlock;
        private final AtomicReference<ChecksDetails> newest = new AtomicReference<>();
        private final Executor queue =
                new SerialExecutor(EXECUTOR, e -> LOGGER.log(Level.WARNING, "A check run could not be published", e));

        Outbox(RunningCheck check, CheckRun run, boolean inBlock) {
            this.check = check;
            this.run = run;
            this.inBlock = inBlock;
        }

        void publish(ChecksDetails details) {
            newest.set(details);
            queue.execute(() -> {
                ChecksDetails next = newest.getAndSet(null);
                if (next != null) {
                    // Not into the build's log: it may be closed by then, and most builds have nowhere to publish.
                    ChecksPublisherFactory.fromRun(check.run(), TaskListener.NULL)
                            .publish(next);
                }
            });
        }
    }
}
