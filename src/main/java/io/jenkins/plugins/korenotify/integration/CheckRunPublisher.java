package io.jenkins.plugins.korenotify.integration;

import hudson.model.Result;
import hudson.model.TaskListener;
import io.jenkins.plugins.checks.api.ChecksDetails;
import io.jenkins.plugins.checks.api.ChecksPublisherFactory;
import io.jenkins.plugins.checks.steps.ChecksInfo;
import io.jenkins.plugins.korenotify.check.CheckContext;
import io.jenkins.plugins.korenotify.check.CheckListener;
import io.jenkins.plugins.korenotify.engine.polling.PollingState;
import io.jenkins.plugins.korenotify.engine.result.CheckResult;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jenkinsci.plugins.variant.OptionalExtension;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/** Publishes every check as a check run, for checks-api: in progress while it waits, completed at its verdict. */
@OptionalExtension(requirePlugins = "checks-api")
@Restricted(NoExternalUse.class)
public final class CheckRunPublisher implements CheckListener {
    // The block withChecks says under the same name how its body ended. The verdict says more, and comes after that.
    private static final Duration AFTER_THE_BLOCK = Duration.ofSeconds(2);

    // Rules of source hosts name check runs by this, so it is the same in every language.
    private static final String NAME = "Kore.ai notifications";

    private final Map<CheckContext, Published> open = new ConcurrentHashMap<>();

    private record Published(CheckRun run, boolean inBlock, CoalescingPublisher outbox) {}

    @Override
    public void onStarted(CheckContext check, PollingState watch) {
        Optional<String> given =
                check.fromBlocks(ChecksInfo.class).map(ChecksInfo::getName).filter(name -> !name.isBlank());
        CheckRun run = new CheckRun(given.orElse(NAME), Instant.ofEpochMilli(watch.startedAt()));
        Published published = new Published(run, given.isPresent(), new CoalescingPublisher());
        open.put(check, published);
        publish(check, published, run.waiting(watch.requests().size()), Duration.ZERO);
    }

    @Override
    public void onCompleted(CheckContext check, CheckResult result, Result consequence) {
        Published published = open.remove(check);
        if (published != null) {
            boolean blockFails = published.inBlock() && Result.FAILURE.equals(consequence);
            publish(
                    check,
                    published,
                    published.run().ended(result, consequence),
                    blockFails ? AFTER_THE_BLOCK : Duration.ZERO);
        }
    }

    @Override
    public void onAborted(CheckContext check) {
        Published published = open.remove(check);
        if (published != null) {
            publish(check, published, published.run().stopped(Instant.now()), Duration.ZERO);
        }
    }

    private static void publish(CheckContext check, Published published, ChecksDetails details, Duration delay) {
        published
                .outbox()
                .submit(
                        // Not into the build's log: it may be closed by then, and most builds have nowhere to publish.
                        () -> ChecksPublisherFactory.fromRun(check.run(), TaskListener.NULL)
                                .publish(details),
                        delay);
    }
}
