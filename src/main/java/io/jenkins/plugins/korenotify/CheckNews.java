package io.jenkins.plugins.korenotify;

import hudson.ExtensionList;
import hudson.model.Result;
import io.jenkins.plugins.korenotify.result.CheckResult;
import io.jenkins.plugins.korenotify.watch.Trouble;
import io.jenkins.plugins.korenotify.watch.Watch;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Passes the news of one check on to all {@link CheckListener}s, in order and one at a time. Whoever has news while
 * another thread is telling leaves it to that thread, so nobody ever waits; an abort comes on the Pipeline's own thread.
 */
final class CheckNews {
    private static final Logger LOGGER = Logger.getLogger(CheckNews.class.getName());

    private final BuildCheck check;
    private final Deque<Consumer<CheckListener>> untold = new ArrayDeque<>();
    private boolean begun;
    private boolean over;
    private boolean telling;

    CheckNews(BuildCheck check) {
        this.check = check;
    }

    void began(Watch watch) {
        synchronized (this) {
            begun = !over;
        }
        tell(listener -> listener.began(check, watch), false);
    }

    void answered(Watch watch) {
        tell(listener -> listener.answered(check, watch), false);
    }

    void troubled(Trouble trouble, Watch watch) {
        tell(listener -> listener.troubled(check, trouble, watch), false);
    }

    void ended(CheckResult result, Result consequence) {
        tell(listener -> listener.ended(check, result, consequence), true);
    }

    /** Says nothing if the check has ended, or if nobody was told that it began. */
    void stopped() {
        tell(listener -> listener.stopped(check), true);
    }

    private void tell(Consumer<CheckListener> newest, boolean last) {
        synchronized (this) {
            if (begun && !over) {
                untold.add(newest);
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
                next = untold.poll();
                if (next == null) {
                    telling = false;
                    return;
                }
            }
            tellAll(next);
        }
    }

    private void tellAll(Consumer<CheckListener> news) {
        for (CheckListener listener : ExtensionList.lookup(CheckListener.class)) {
            try {
                news.accept(listener);
            } catch (RuntimeException | LinkageError e) {
                LOGGER.log(Level.WARNING, e, () -> listener + " failed at the " + check);
            }
        }
    }
}
