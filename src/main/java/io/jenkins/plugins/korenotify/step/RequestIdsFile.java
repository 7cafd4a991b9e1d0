package io.jenkins.plugins.korenotify.step;

import hudson.AbortException;
import hudson.FilePath;
import io.jenkins.plugins.korenotify.engine.client.RequestIdParser;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.List;

/**
 * A file in a workspace, on whatever agent that is. Only what lies within the workspace is read, links included, and no
 * more of it than request IDs can need.
 *
 * @param workspace where the build works
 * @param path relative to it
 */
record RequestIdsFile(FilePath workspace, String path) {
    /**
     * The text, as UTF-8.
     *
     * @throws AbortException in words for the user, naming the parameter
     */
    String read() throws IOException, InterruptedException {
        if (!isInside()) {
            throw new AbortException(Messages.RequestIdsFile_outside(path));
        }
        FilePath file = workspace.child(path);
        if (!file.exists() || file.isDirectory()) {
            throw new AbortException(Messages.RequestIdsFile_missing(path));
        }
        byte[] content;
        try (InputStream in = file.read()) {
            content = in.readNBytes(RequestIdParser.MAX_CHARACTERS + 1);
        } catch (FileNotFoundException | NoSuchFileException e) {
            throw new AbortException(Messages.RequestIdsFile_unreadable(path));
        }
        if (content.length > RequestIdParser.MAX_CHARACTERS) {
            throw new AbortException(
                    Messages.RequestIdsFile_tooLarge(path, Integer.toString(RequestIdParser.MAX_CHARACTERS)));
        }
        return new String(content, StandardCharsets.UTF_8);
    }

    /** Whether a path may well lie within a workspace, as far as it tells by itself. */
    static boolean seemsInside(String path) {
        return !path.startsWith("/")
                && !path.startsWith("\\")
                && !path.matches("[A-Za-z]:.*")
                && !List.of(path.split("[/\\\\]")).contains("..");
    }

    private boolean isInside() throws IOException, InterruptedException {
        try {
            return workspace.isDescendant(path);
        } catch (IllegalArgumentException e) {
            // An absolute path.
            return false;
        }
    }
}
