package io.jenkins.plugins.korenotify.engine.polling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SerialExecutorTest {
    private final List<Runnable> given = new ArrayList<>();
    private final List<Throwable> errors = new ArrayList<>();
    private final List<String> done = new ArrayList<>();
    private final SerialExecutor executor = new SerialExecutor(given::add, errors::add);

    @Test
    void runsWhatWasGivenInOrderInOneGo() {
        executor.execute(() -> {
            done.add("first");
            executor.execute(() -> done.add("third"));
        });
        executor.execute(() -> done.add("second"));
        assertThat(given).hasSize(1);

        given.get(0).run();
        assertThat(done).containsExactly("first", "second", "third");

        executor.execute(() -> done.add("fourth"));
        assertThat(given).hasSize(2);
        given.get(1).run();
        assertThat(done).endsWith("fourth");
    }

    @Test
    void goesOnAfterATaskAndAnErrorHandlerThatThrow() {
        SerialExecutor broken = new SerialExecutor(given::add, error -> {
            errors.add(error);
            throw new IllegalStateException(error);
        });
        broken.execute(() -> {
            throw new NoClassDefFoundError("task");
        });
        broken.execute(() -> done.add("next"));
        given.get(0).run();

        assertThat(errors).extracting(Throwable::getMessage).containsExactly("task");
        assertThat(done).containsExactly("next");
    }

    @Test
    void survivesRejection() {
        boolean[] full = {true};
        SerialExecutor rejecting = new SerialExecutor(
                task -> {
                    if (full[0]) {
                        throw new RejectedExecutionException("full");
                    }
                    given.add(task);
                },
                errors::add);
        assertThatThrownBy(() -> rejecting.execute(() -> done.add("first")))
                .isInstanceOf(RejectedExecutionException.class);
        full[0] = false;
        rejecting.execute(() -> done.add("second"));
        given.get(0).run();

        assertThat(done).containsExactly("first", "second");
    }

    @Test
    void keepsTheInterruptOfItsThread() {
        executor.execute(() -> Thread.currentThread().interrupt());
        executor.execute(() -> done.add("interrupted: " + Thread.currentThread().isInterrupted()));
        try {
            given.get(0).run();
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }

        assertThat(done).containsExactly("interrupted: true");
    }

    @Test
    void runsOneTaskAtATimeOnManyThreads() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            SerialExecutor serial = new SerialExecutor(threads, errors::add);
            AtomicInteger inside = new AtomicInteger();
            List<Integer> order = Collections.synchronizedList(new ArrayList<>());
            CountDownLatch all = new CountDownLatch(5_000);
            for (int i = 0; i < 5_000; i++) {
                int number = i;
                serial.execute(() -> {
                    order.add(inside.incrementAndGet() == 1 ? number : -1);
                    inside.decrementAndGet();
                    all.countDown();
                });
            }
            assertThat(all.await(30, TimeUnit.SECONDS)).isTrue();
            assertThat(order)
                    .containsExactlyElementsOf(IntStream.range(0, 5_000).boxed().toList());
        } finally {
            threads.shutdownNow();
        }
    }
}
