package io.jenkins.plugins.korenotify;

import hudson.model.Run;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** How often, and how large at most, the program of a build is stored while this is open. */
final class ProgramWrites implements AutoCloseable {
    private static final String PROGRAM = "program.dat";

    private final Path directory;
    private final WatchService files;
    private final AtomicInteger count = new AtomicInteger();
    private final AtomicLong largest = new AtomicLong();

    private ProgramWrites(Path directory) throws IOException {
        this.directory = directory;
        files = FileSystems.getDefault().newWatchService();
        // The program is written beside its place and then put there whole.
        directory.register(files, StandardWatchEventKinds.ENTRY_CREATE);
        Thread thread = new Thread(this::look, "program writes");
        thread.setDaemon(true);
        thread.start();
    }

    static ProgramWrites of(Run<?, ?> run) throws IOException {
        return new ProgramWrites(run.getRootDir().toPath());
    }

    int count() {
        return count.get();
    }

    long largest() {
        return largest.get();
    }

    private void look() {
        try {
            while (true) {
                WatchKey key = files.take();
                for (WatchEvent<?> event : key.pollEvents()) {
                    if (PROGRAM.equals(String.valueOf(event.context()))) {
                        count.incrementAndGet();
                        measure();
                    }
                }
                key.reset();
            }
        } catch (IOException | InterruptedException | RuntimeException e) {
            // Closed.
        }
    }

    private void measure() throws IOException {
        try {
            largest.accumulateAndGet(Files.size(directory.resolve(PROGRAM)), Math::max);
        } catch (NoSuchFileException e) {
            // Removed with the end of the build.
        }
    }

    @Override
    public void close() throws IOException {
        files.close();
    }
}
