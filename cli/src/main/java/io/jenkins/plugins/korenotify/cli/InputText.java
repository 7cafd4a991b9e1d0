package io.jenkins.plugins.korenotify.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Reads text that the user names, bounded. Errors do not repeat the file's name: it may be a secret in the wrong place. */
final class InputText {
    private InputText() {}

    /** Reads a file as UTF-8, or throws {@link IllegalArgumentException} saying why it cannot be used. */
    static String readFile(String file, int maxBytes) {
        try (InputStream in = Files.newInputStream(Path.of(file))) {
            return read(in, maxBytes);
        } catch (NoSuchFileException | InvalidPathException e) {
            throw new IllegalArgumentException("there is no such file", e);
        } catch (AccessDeniedException e) {
            throw new IllegalArgumentException("the file may not be read", e);
        } catch (IOException e) {
            throw new IllegalArgumentException("the file cannot be read", e);
        }
    }

    /** Reads a stream as UTF-8 to its end, or throws {@link IllegalArgumentException} saying why it cannot be used. */
    static String read(InputStream in, int maxBytes) {
        try {
            byte[] bytes = in.readNBytes(maxBytes + 1);
            if (bytes.length > maxBytes) {
                throw new IllegalArgumentException("larger than " + maxBytes + " bytes");
            }
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalArgumentException("cannot be read", e);
        }
    }
}
