package io.jenkins.plugins.korenotify.engine.client;

import io.jenkins.plugins.korenotify.engine.message.LocalizableMessage;
import java.util.List;

/**
 * The body of a response: a status, or errors, or why it could not be read.
 *
 * @param status null unless it is a status
 * @param errors the errors of the envelope; empty if there is none
 * @param failure why it could not be read; null if it could
 * @param excerpt the beginning of a body that is not one of the API, sanitized; else empty
 */
record ResponseBody(
        RequestStatus status, List<StatusReader.RemoteError> errors, KoreException failure, String excerpt) {
    /** A body that is not one of the API, and its beginning, sanitized. */
    static ResponseBody unreadable(KoreException failure, String excerpt) {
        KoreException quoting = excerpt.isEmpty()
                ? failure
                : new KoreException(failure.kind(), LocalizableMessage.of("body.begins", failure.toMessage(), excerpt));
        return new ResponseBody(null, List.of(), quoting, excerpt);
    }
}
