package io.jenkins.plugins.korenotify.benchmark;

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
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** How often, and how large at most, the programs of builds are stored while this is open. */
public final class ProgramWrites implements AutoCloseable {
    private static final String PROGRAM = "program.dat";

    private final WatchService files;
    private final Map<Path, Stored> byDirectory = new ConcurrentHashMap<>();

    /**
     * What was stored of a build.
     *
     * @param count how often
     * @param largest the most bytes
     */
    public record Stored(int count, long largest) {
        static final Stored NEVER = new Stored(0, 0);

        Stored once(long size) {
            return new Stored(count + 1, Math.max(largest, size));
        }
    }

    /** Of no build yet. */
    public ProgramWrites() throws IOException {
        files = FileSystems.getDefault().newWatchService();
        Thread thread = new Thread(this::look, "program writes");
        thread.setDaemon(true);
        thread.start();
    }

    /** From now on of this build too. */
    public void watch(Run<?, ?> run) throws IOException {
        // The program is written beside its place and then put there whole.
        directory(run).register(files, StandardWatchEventKinds.ENTRY_CREATE);
    }

    /** What was stored of a build so far. */
    public Stored of(Run<?, ?> run) {
        return byDirectory.getOrDefault(directory(run), Stored.NEVER);
    }

    private static Path directory(Run<?, ?> run) {
        return run.getRootDir().toPath();
    }

    private void look() {
        try {
            while (true) {
                WatchKey key = files.take();
                for (WatchEvent<?> event : key.pollEvents()) {
                    if (PROGRAM.equals(String.valueOf(event.context()))) {
                        Path directory = (Path) key.watchable();
                        long size = size(directory.resolve(PROGRAM));
                        byDirectory.compute(
                                directory, (path, stored) -> (stored == null ? Stored.NEVER : stored).once(size));
                    }
                }
                key.reset();
            }
        } catch (IOException | InterruptedException | RuntimeException e) {
            // Closed.
        }
    }

    private static long size(Path program) throws IOException {
        try {
            return Files.size(program);
        } catch (NoSuchFileException e) {
            // Removed with the end of the build.
            return 0;
        }
    }

    @Override
    public void close() throws IOException {
        files.close();
    }
}
