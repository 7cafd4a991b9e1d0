package io.jenkins.plugins.korenotify.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Option;

/**
 * Where the client secret is read from. Never an argument: those are seen by everybody on the machine. What was given
 * is not repeated in messages, since it may be the secret itself.
 */
final class SecretSource {
    private static final int MAX_BYTES = 64 << 10;

    @Option(
            names = "--client-secret-env",
            paramLabel = "NAME",
            description = "The environment variable that holds the client secret.")
    private String variable;

    @Option(
            names = "--client-secret-file",
            paramLabel = "FILE",
            description = {
                "The file that holds the client secret; a line end after it is ignored.",
                "There is no option that takes the secret itself: arguments are seen by everybody on the machine."
            })
    private String file;

    /**
     * The secret.
     *
     * @throws IllegalArgumentException in words for the user, naming the option
     */
    String read(Map<String, String> environment) {
        return variable != null
                ? checked(
                        "--client-secret-env", "the environment variable is not set or empty", ofVariable(environment))
                : checked("--client-secret-file", "the file is empty", ofFile());
    }

    private String ofVariable(Map<String, String> environment) {
        return environment.getOrDefault(variable, "");
    }

    private String ofFile() {
        try (InputStream in = Files.newInputStream(Path.of(file))) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new IllegalArgumentException("--client-secret-file: the file is too large for a secret");
            }
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (NoSuchFileException | InvalidPathException e) {
            throw new IllegalArgumentException("--client-secret-file: there is no such file");
        } catch (AccessDeniedException e) {
            throw new IllegalArgumentException("--client-secret-file: the file may not be read");
        } catch (IOException e) {
            throw new IllegalArgumentException("--client-secret-file: the file cannot be read");
        }
    }

    private static String checked(String option, String whenMissing, String text) {
        String secret = text.strip();
        if (secret.isEmpty()) {
            throw new IllegalArgumentException(option + ": " + whenMissing);
        }
        if (secret.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(option + ": a secret is one line without control characters");
        }
        return secret;
    }

    @Override
    public String toString() {
        return "secret source";
    }
}
