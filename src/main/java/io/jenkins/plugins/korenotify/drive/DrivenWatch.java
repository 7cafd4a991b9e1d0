package io.jenkins.plugins.korenotify.drive;

import io.jenkins.plugins.korenotify.kore.RequestStatus;
import io.jenkins.plugins.korenotify.watch.Watch;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** A watch while it is driven. Its state is guarded by the driver's lock. */
public final class DrivenWatch {
    private final WatchDriver driver;
    private final StatusSource source;
    private final WatchListener listener;
    private final Deque<Consumer<WatchListener>> news = new ArrayDeque<>();
    private final Map<String, CompletableFuture<RequestStatus>> underWay = new HashMap<>();
    private volatile Watch watch;
    private boolean over;
    private boolean telling;

    DrivenWatch(WatchDriver driver, Watch watch, StatusSource source, WatchListener listener) {
        this.driver = driver;
        this.watch = watch;
        this.source = source;
        this.listener = listener;
    }

    /** The watch as it stands now. */
    public Watch watch() {
        return watch;
    }

    /** Ends the watch without a verdict: nothing more is asked, questions under way are dropped. */
    public void cancel() {
        driver.cancel(this);
    }

    StatusSource source() {
        return source;
    }

    void become(Watch next) {
        watch = next;
    }

    boolean isOver() {
        return over;
    }

    /** Marks it as ended and gives what is still under way. */
    Map<String, CompletableFuture<RequestStatus>> end() {
        over = true;
        return underWay;
    }

    void underWay(String requestId, CompletableFuture<RequestStatus> question) {
        underWay.put(requestId, question);
    }

    void arrived(String requestId) {
        underWay.remove(requestId);
    }

    /** Tells the listener, after all earlier news and on one thread at a time. */
    void tell(Consumer<WatchListener> newest, Executor executor) {
        synchronized (news) {
            news.add(newest);
            if (telling) {
                return;
            }
            telling = true;
        }
        executor.execute(this::tellAll);
    }

    void forgetNews() {
        synchronized (news) {
            news.clear();
        }
    }

    private void tellAll() {
        while (true) {
            Consumer<WatchListener> next;
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
