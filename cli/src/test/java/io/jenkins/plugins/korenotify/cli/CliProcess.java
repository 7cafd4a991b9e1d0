package io.jenkins.plugins.korenotify.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** The jar, running in a process of its own. */
final class CliProcess implements AutoCloseable {
    private final Process process;
    private final Stream out;
    private final Stream err;

    private CliProcess(Process process) {
        this.process = process;
        out = new Stream(process.getInputStream());
        err = new Stream(process.getErrorStream());
    }

    /** Starts the jar with these arguments; the environment is added to this process's own. */
    static CliProcess start(Map<String, String> environment, String input, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                // Many of these run at a time, and none of them for long.
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx64m",
                "-jar",
                System.getProperty("commandLineJar")));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(environment);
        // A locale that has no letters beyond ASCII must do no harm.
        builder.environment().put("LC_ALL", "C");
        Process process = builder.start();
        try (var stdin = process.getOutputStream()) {
            stdin.write(input.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // It ended without reading.
        }
        return new CliProcess(process);
    }

    /** Waits until a condition holds for what was printed. */
    void awaitOut(Predicate<String> condition, Duration patience) throws InterruptedException {
        long until = System.nanoTime() + patience.toNanos();
        while (!condition.test(out()) && process.isAlive() && System.nanoTime() < until) {
            Thread.sleep(50);
        }
        assertThat(out()).as("printed so far; errors: %s", err()).matches(condition);
    }

    /** Waits for the end and gives the exit code. */
    int await(Duration patience) throws InterruptedException {
        boolean ended = process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
        assertThat(ended)
                .as("ended within %s; printed: %s%s", patience, out(), err())
                .isTrue();
        out.join();
        err.join();
        return process.exitValue();
    }

    /** Asks it to end, as a Ctrl-C or an aborted build does. */
    void terminate() {
        process.destroy();
    }

    String out() {
        return out.text();
    }

    String err() {
        return err.text();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    /** What is printed to one stream, collected as it comes. */
    private static final class Stream {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final Thread reader;

        Stream(InputStream in) {
            reader = new Thread(() -> {
                try {
                    in.transferTo(bytes);
                } catch (IOException e) {
                    if (!String.valueOf(e.getMessage()).contains("closed")) {
                        throw new UncheckedIOException(e);
                    }
                }
            });
            reader.setDaemon(true);
            reader.start();
        }

        void join() throws InterruptedException {
            reader.join(10_000);
        }

        String text() {
            return bytes.toString(StandardCharsets.UTF_8);
        }
    }
}
