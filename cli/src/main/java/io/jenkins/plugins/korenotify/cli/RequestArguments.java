package io.jenkins.plugins.korenotify.cli;

import io.jenkins.plugins.korenotify.engine.client.KoreEndpoint;
import io.jenkins.plugins.korenotify.engine.client.RequestIdParser;
import io.jenkins.plugins.korenotify.engine.client.TrackedRequest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the requests that a command line names: IDs, {@code -} for standard input, {@code @FILE} for a file. */
final class RequestArguments {
    private final InputStream input;
    private final Map<String, TrackedRequest> required = new LinkedHashMap<>();
    private boolean inputRead;

    RequestArguments(InputStream input) {
        this.input = input;
    }

    /**
     * The requests, in the order they were named, each once.
     *
     * @throws IllegalArgumentException in words for the user, naming the argument that cannot be used
     */
    List<TrackedRequest> read(List<String> arguments) {
        for (String argument : arguments) {
            if (argument.equals("-")) {
                addFrom("-", ofInput());
            } else if (argument.startsWith("@")) {
                addFrom(argument, ofFile(argument.substring(1)));
            } else {
                add(TrackedRequest.of(checked(argument)));
            }
        }
        if (required.size() > RequestIdParser.MAX_REQUESTS) {
            throw new IllegalArgumentException("ID: there are more than " + RequestIdParser.MAX_REQUESTS + " requests");
        }
        return List.copyOf(required.values());
    }

    private static String checked(String argument) {
        try {
            return KoreEndpoint.parseRequestId(argument);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("ID: " + e.getMessage());
        }
    }

    private void addFrom(String argument, String text) {
        try {
            for (TrackedRequest sent : RequestIdParser.read(text)) {
                add(sent);
            }
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("ID " + argument + ": " + e.getMessage());
        }
    }

    private void add(TrackedRequest one) {
        required.merge(
                one.requestId(), one, (known, again) -> known.recipients().isEmpty() ? again : known);
    }

    private String ofInput() {
        if (inputRead) {
            throw new IllegalArgumentException("ID -: standard input can be read once only");
        }
        inputRead = true;
        try {
            return text("-", input);
        } catch (IOException e) {
            throw new IllegalArgumentException("ID -: standard input cannot be read");
        }
    }

    private static String ofFile(String file) {
        try (InputStream in = Files.newInputStream(Path.of(file))) {
            return text("@" + file, in);
        } catch (NoSuchFileException | InvalidPathException e) {
            throw new IllegalArgumentException("ID @" + file + ": there is no such file");
        } catch (IOException e) {
            throw new IllegalArgumentException("ID @" + file + ": the file cannot be read");
        }
    }

    private static String text(String argument, InputStream in) throws IOException {
        byte[] bytes = in.readNBytes(RequestIdParser.MAX_CHARACTERS + 1);
        if (bytes.length > RequestIdParser.MAX_CHARACTERS) {
            throw new IllegalArgumentException(
                    "ID " + argument + ": this is larger than " + RequestIdParser.MAX_CHARACTERS + " bytes");
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
