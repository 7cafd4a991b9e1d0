package io.jenkins.plugins.korenotify.cli;

import io.jenkins.plugins.korenotify.engine.client.KoreEndpoint;
import io.jenkins.plugins.korenotify.engine.client.RequestIdParser;
import io.jenkins.plugins.korenotify.engine.client.TrackedRequest;
import java.io.InputStream;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Parses the requests that a command line names: IDs, {@code -} for standard input, {@code @FILE} for a file. */
final class RequestArguments {
    private RequestArguments() {}

    /**
     * Parses the arguments: the requests in the order in which they are named, each once. Throws {@link
     * IllegalArgumentException} naming the argument that cannot be used.
     */
    static List<TrackedRequest> parse(List<String> arguments, InputStream input) {
        if (Collections.frequency(arguments, "-") > 1) {
            throw new IllegalArgumentException("ID -: standard input can be read only once");
        }
        Map<String, TrackedRequest> requests = new LinkedHashMap<>();
        for (String argument : arguments) {
            for (TrackedRequest request : parse(argument, input)) {
                requests.merge(request.requestId(), request, TrackedRequest::larger);
            }
        }
        if (requests.size() > RequestIdParser.MAX_REQUESTS) {
            throw new IllegalArgumentException("ID: there are more than " + RequestIdParser.MAX_REQUESTS + " requests");
        }
        return List.copyOf(requests.values());
    }

    private static List<TrackedRequest> parse(String argument, InputStream input) {
        boolean file = argument.startsWith("@");
        boolean text = file || argument.equals("-");
        try {
            if (!text) {
                return List.of(TrackedRequest.of(KoreEndpoint.parseRequestId(argument)));
            }
            return RequestIdParser.read(
                    file
                            ? InputText.readFile(argument.substring(1), RequestIdParser.MAX_CHARACTERS)
                            : InputText.read(input, RequestIdParser.MAX_CHARACTERS));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException((text ? "ID " + argument : "ID") + ": " + e.getMessage(), e);
        }
    }
}
