package io.jenkins.plugins.korenotify.cli;

import java.util.concurrent.locks.LockSupport;

/**
 * Ends a check when the process is told to end (Ctrl-C, SIGTERM): nothing more is asked, and the screen is left whole.
 */
final class ShutdownHook {
    private final Thread hook;

    private ShutdownHook(Thread hook) {
        this.hook = hook;
    }

    /** Ends this check when the process is told to end. */
    static ShutdownHook of(Check check, ProgressView view, Output output) {
        ShutdownHook interruption = new ShutdownHook(new Thread(
                () -> {
                    check.stop();
                    view.close();
                    output.errorLine("Interrupted: no verdict.");
                    output.flush();
                },
                "kore-notify-interruption"));
        Runtime.getRuntime().addShutdownHook(interruption.hook);
        return interruption;
    }

    /** The check has come to its end. If the process is ending, this does not come back. */
    void disarm() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The process is ending and has said so; a result now would contradict it, or come out in part.
            waitForEnd();
        }
    }

    private static void waitForEnd() {
        while (true) {
            LockSupport.park();
        }
    }
}
