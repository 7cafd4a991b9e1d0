package io.jenkins.plugins.korenotify.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

/** Tasks that hang, in simulated time: a task runs when it is given a thread, and ends when the test says so. */
class IsolatingExecutorTest {
    private final List<Timer> timers = new ArrayList<>();
    private final List<Runnable> running = new ArrayList<>();
    private final List<String> started = new ArrayList<>();
    private final IsolatingExecutor executor = new IsolatingExecutor(running::add, this::schedule, 2);
    private long now;

    private record Timer(long at, Runnable task) {}

    private Runnable schedule(long delayMillis, Runnable task) {
        Timer timer = new Timer(now + delayMillis, task);
        timers.add(timer);
        return () -> timers.remove(timer);
    }

    private void pass(long millis) {
        now += millis;
        for (Timer timer : List.copyOf(timers)) {
            if (timer.at() <= now && timers.remove(timer)) {
                timer.task().run();
            }
        }
    }

    private void execute(String name) {
        executor.execute(() -> started.add(name));
    }

    /** Ends the oldest task that has a thread. */
    private void end() {
        running.remove(0).run();
    }

    @Test
    void runsAFewAtATimeInOrder() {
        List.of("a", "b", "c", "d").forEach(this::execute);
        assertThat(running).hasSize(2);

        end();
        assertThat(running).hasSize(2);
        end();
        end();
        end();

        assertThat(started).containsExactly("a", "b", "c", "d");
        assertThat(timers).isEmpty();
    }

    @Test
    void aTaskThatHangsDelaysTheOthersForALimitedTime() {
        List.of("hangs", "hangs too", "waits", "waits too", "waits longer").forEach(this::execute);

        pass(IsolatingExecutor.PATIENCE - 1);
        assertThat(running).hasSize(2);
        pass(1);
        assertThat(running).hasSize(4);
        // The next ones are given less time.
        pass(IsolatingExecutor.PATIENCE_WHILE_HANGING);
        assertThat(running).hasSize(5);
    }

    @Test
    void aTaskThatHangsAndEndsAfterAllGivesNoPermitTwice() {
        List.of("hangs", "hangs too").forEach(this::execute);
        pass(IsolatingExecutor.PATIENCE);
        end();
        end();

        List.of("a", "b", "c").forEach(this::execute);

        assertThat(running).hasSize(2);
        pass(IsolatingExecutor.PATIENCE - 1);
        assertThat(running).hasSize(2);
    }

    @Test
    void theNumberOfThreadsIsLimited() {
        int tasks = IsolatingExecutor.MAX_HANGING + 50;
        for (int i = 0; i < tasks; i++) {
            execute("task " + i);
        }
        for (int i = 0; i < tasks; i++) {
            pass(IsolatingExecutor.PATIENCE);
        }
        assertThat(running).hasSize(IsolatingExecutor.MAX_HANGING + 2);

        while (!running.isEmpty()) {
            end();
        }
        assertThat(started).hasSize(tasks);
    }

    @Test
    void aTaskThatFailsReturnsItsPermit() {
        for (int i = 0; i < 3; i++) {
            executor.execute(() -> {
                throw new IllegalStateException("This task is meant to fail");
            });
        }
        for (int i = 0; i < 3; i++) {
            assertThat(running).isNotEmpty();
            try {
                end();
            } catch (IllegalStateException e) {
                assertThat(e).hasMessageContaining("meant to fail");
            }
        }
        execute("runs");
        end();

        assertThat(started).containsExactly("runs");
    }

    @Test
    void withoutATimerTasksRunAllTheSame() {
        IsolatingExecutor ending = new IsolatingExecutor(
                running::add,
                (delay, task) -> {
                    throw new RejectedExecutionException();
                },
                1);

        ending.execute(() -> started.add("runs"));
        end();

        assertThat(started).containsExactly("runs");
    }
}
