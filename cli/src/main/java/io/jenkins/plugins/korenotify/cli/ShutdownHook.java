package io.jenkins.plugins.korenotify.cli;

import java.util.concurrent.locks.LockSupport;

/** Ends a check when the process is terminated (Ctrl-C, SIGTERM): stops its polls and completes the screen. */
final class ShutdownHook {
    private final Thread thread;

    private ShutdownHook(Thread thread) {
        this.thread = thread;
    }

    /** Installs the hook of a check. */
    static ShutdownHook install(Check check, ProgressView view, Output output) {
        Runnable end = () -> {
            check.stop();
            view.close();
            output.errorLine("Interrupted: no verdict.");
            output.flush();
        };
        ShutdownHook hook = new ShutdownHook(new Thread(end, "kore-notify-shutdown"));
        Runtime.getRuntime().addShutdownHook(hook.thread);
        return hook;
    }

    /** Removes the hook at the end of the check. Does not return if the process is being terminated. */
    void remove() {
        try {
            Runtime.getRuntime().removeShutdownHook(thread);
        } catch (IllegalStateException e) {
            // The hook has reported the interruption; a result now would contradict it, or be cut off.
            while (true) {
                LockSupport.park();
            }
        }
    }
}
