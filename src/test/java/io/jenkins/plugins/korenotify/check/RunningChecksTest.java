package io.jenkins.plugins.korenotify.check;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.FreeStyleBuild;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

@WithJenkins
class RunningChecksTest {
    private static final int ROUNDS = 5_000;

    @Test
    void aCheckThatBeginsWhileTheLastOneEndsIsNotForgotten(JenkinsRule jenkins) throws Exception {
        FreeStyleBuild build = jenkins.buildAndAssertSuccess(jenkins.createFreeStyleProject());
        RunningChecks listener = new RunningChecks();
        AtomicInteger ended = new AtomicInteger();
        ExecutorService thread = Executors.newSingleThreadExecutor();
        CyclicBarrier start = new CyclicBarrier(2);
        try {
            for (int round = 0; round < ROUNDS; round++) {
                RunningChecks.Check last = deleted -> {};
                RunningChecks.Check next = deleted -> ended.incrementAndGet();
                RunningChecks.add(build, last);
                Future<?> begins = thread.submit(() -> {
                    start.await();
                    RunningChecks.add(build, next);
                    return null;
                });
                start.await();
                RunningChecks.remove(build, last);
                begins.get();
                listener.onDeleted(build);
            }
        } finally {
            thread.shutdownNow();
        }

        assertThat(ended).hasValue(ROUNDS);
    }
}
