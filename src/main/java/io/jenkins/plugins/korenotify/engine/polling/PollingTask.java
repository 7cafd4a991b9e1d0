package io.jenkins.plugins.korenotify.engine.polling;

import io.jenkins.plugins.korenotify.engine.client.RequestStatus;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** A watch while it is driven. Its state is guarded by the driver's lock. */
public final class PollingTask {
    private final PollScheduler driver;
    private final StatusFetcher source;
    private final PollListener listener;
    private final Deque<Consumer<PollListener>> news = new ArrayDeque<>();
    private final Map<String, CompletableFuture<RequestStatus>> inFlight = new HashMap<>();
    private volatile PollingState watch;
    private boolean over;
    private boolean telling;

    PollingTask(PollScheduler driver, PollingState watch, StatusFetcher source, PollListener listener) {
        this.driver = driver;
        this.watch = watch;
        this.source = source;
        this.listener = listener;
    }

    /** The watch as it stands now. */
    public PollingState watch() {
        return watch;
    }

    /** Ends the watch without a verdict: nothing more is asked, questions under way are dropped. */
    public void cancel() {
        driver.cancel(this);
    }

    StatusFetcher source() {
        return source;
    }

    void become(PollingState next) {
        watch = next;
    }

    boolean isOver() {
        return over;
    }

    /** Marks it as ended and gives what is still under way. */
    Map<String, CompletableFuture<RequestStatus>> end() {
        over = true;
        return inFlight;
    }

    void inFlight(String requestId, CompletableFuture<RequestStatus> question) {
        inFlight.put(requestId, question);
    }

    void onResponse(String requestId) {
        inFlight.remove(requestId);
    }

    /** Tells the listener, after all earlier news and on one thread at a time. */
    void publish(Consumer<PollListener> newest, Executor executor) {
        synchronized (news) {
            news.add(newest);
            if (telling) {
                return;
            }
            telling = true;
        }
        executor.execute(this::drain);
    }

    void forgetNews() {
        synchronized (news) {
            news.clear();
        }
    }

    private void drain() {
        while (true) {
            Consumer<PollListener> next;
            synchronized (news) {
                next = news.poll();
                if (next == null) {
                    telling = false;
                    return;
                }
            }
            try {
                next.accept(listener);
            } catch (RuntimeException | Error e) {
                driver.report(e);
            }
        }
    }
}
