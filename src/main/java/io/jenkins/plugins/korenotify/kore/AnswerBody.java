package io.jenkins.plugins.korenotify.kore;

import io.jenkins.plugins.korenotify.words.Phrase;
import java.util.List;

/**
 * The body of an answer, read. Either a status, or errors, or what kept it from being read.
 */
final class AnswerBody {
    private final RequestStatus status;
    private final List<StatusReader.RemoteError> errors;
    private final KoreException trouble;
    private final String excerpt;

    private AnswerBody(
            RequestStatus status, List<StatusReader.RemoteError> errors, KoreException trouble, String excerpt) {
        this.status = status;
        this.errors = errors;
        this.trouble = trouble;
        this.excerpt = excerpt;
    }

    static AnswerBody of(RequestStatus status) {
        return new AnswerBody(status, List.of(), null, "");
    }

    static AnswerBody of(List<StatusReader.RemoteError> errors) {
        return new AnswerBody(null, errors, null, "");
    }

    /** A body that is no answer of the API, with the beginning of it, cleaned. */
    static AnswerBody unreadable(KoreException trouble, String excerpt) {
        return new AnswerBody(null, List.of(), trouble, excerpt);
    }

    /** The status; throws what kept it from being read. */
    RequestStatus status() throws KoreException {
        if (status != null) {
            return status;
        }
        throw excerpt.isEmpty()
                ? trouble
                : new KoreException(
                        trouble.kind(),
                        Phrase.of("body.begins", trouble.what().orElseThrow(), excerpt),
                        null,
                        trouble.getCause());
    }

    /** The errors of the envelope; empty if there is none. */
    List<StatusReader.RemoteError> errors() {
        return errors;
    }

    /** The beginning of a body that is no answer of the API, cleaned; else empty. */
    String excerpt() {
        return excerpt;
    }
}
