package io.jenkins.plugins.korenotify.engine.client;

import io.jenkins.plugins.korenotify.engine.message.LocalizableMessage;
import java.util.List;

/** The body of a response: a status, or errors, or why it could not be read. */
final class ResponseBody {
    private final RequestStatus status;
    private final List<StatusReader.RemoteError> errors;
    private final KoreException failure;
    private final String excerpt;

    private ResponseBody(
            RequestStatus status, List<StatusReader.RemoteError> errors, KoreException failure, String excerpt) {
        this.status = status;
        this.errors = errors;
        this.failure = failure;
        this.excerpt = excerpt;
    }

    static ResponseBody of(RequestStatus status) {
        return new ResponseBody(status, List.of(), null, "");
    }

    static ResponseBody of(List<StatusReader.RemoteError> errors) {
        return new ResponseBody(null, errors, null, "");
    }

    /** A body that is not one of the API, and its beginning, sanitized. */
    static ResponseBody unreadable(KoreException failure, String excerpt) {
        return new ResponseBody(null, List.of(), failure, excerpt);
    }

    /** The status; throws why it could not be read. */
    RequestStatus status() throws KoreException {
        if (status != null) {
            return status;
        }
        throw excerpt.isEmpty()
                ? failure
                : new KoreException(failure.kind(), LocalizableMessage.of("body.begins", failure.toMessage(), excerpt));
    }

    /** The errors of the envelope; empty if there is none. */
    List<StatusReader.RemoteError> errors() {
        return errors;
    }

    /** The beginning of a body that is not one of the API, sanitized; else empty. */
    String excerpt() {
        return excerpt;
    }
}
