package io.jenkins.plugins.korenotify.check;

import hudson.ExtensionList;
import hudson.model.Result;
import io.jenkins.plugins.korenotify.engine.polling.PollFailure;
import io.jenkins.plugins.korenotify.engine.polling.PollingState;
import io.jenkins.plugins.korenotify.engine.result.CheckResult;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Passes the news of one check on to all {@link CheckListener}s, in order and one at a time. Whoever has news while
 * another thread is telling leaves it to that thread, so nobody ever waits; an abort comes on the Pipeline's own thread.
 */
final class CheckEventDispatcher {
    private static final Logger LOGGER = Logger.getLogger(CheckEventDispatcher.class.getName());

    private final CheckContext check;
    private final Deque<Consumer<CheckListener>> pending = new ArrayDeque<>();
    private boolean begun;
    private boolean over;
    private boolean telling;

    CheckEventDispatcher(CheckContext check) {
        this.check = check;
    }

    void onStarted(PollingState watch) {
        synchronized (this) {
            begun = !over;
        }
        publish(listener -> listener.onStarted(check, watch), false);
    }

    void onStatus(PollingState watch) {
        publish(listener -> listener.onStatus(check, watch), false);
    }

    void onPollFailure(PollFailure failure, PollingState watch) {
        publish(listener -> listener.onPollFailure(check, failure, watch), false);
    }

    void onCompleted(CheckResult result, Result consequence) {
        publish(listener -> listener.onCompleted(check, result, consequence), true);
    }

    /** Says nothing if the check has ended, or if nobody was told that it began. */
    void onAborted() {
        publish(listener -> listener.onAborted(check), true);
    }

    private void publish(Consumer<CheckListener> newest, boolean last) {
        synchronized (this) {
            if (begun && !over) {
                pending.add(newest);
            }
            over |= last;
            if (telling) {
                return;
            }
            telling = true;
        }
        while (true) {
            Consumer<CheckListener> next;
            synchronized (this) {
                next = pending.poll();
                if (next == null) {
                    telling = false;
                    return;
                }
            }
            drain(next);
        }
    }

    private void drain(Consumer<CheckListener> news) {
        for (CheckListener listener : ExtensionList.lookup(CheckListener.class)) {
            try {
                news.accept(listener);
            } catch (RuntimeException | LinkageError e) {
                LOGGER.log(Level.WARNING, e, () -> listener + " failed at the " + check);
            }
        }
    }
}
