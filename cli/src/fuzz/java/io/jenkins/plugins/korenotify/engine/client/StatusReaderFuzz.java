package io.jenkins.plugins.korenotify.engine.client;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;

/**
 * Any bytes, in pieces of any size: a status or a {@link KoreException}, with counts that add up, of no more recipients
 * than the bytes can name. However the bytes are cut, every status read from them is the same.
 */
public final class StatusReaderFuzz {
    // An entry is at least "{},".
    private static final int MIN_BYTES_PER_ENTRY = 2;

    private static final String UNAUTHORIZED = KoreException.Kind.PROTOCOL.name();

    private StatusReaderFuzz() {}

    public static void fuzzerTestOneInput(FuzzedDataProvider data) {
        int piece = data.consumeInt(1, 64);
        byte[] answer = data.consumeRemainingAsBytes();

        String whole = read(answer, Math.max(1, answer.length));
        String inPieces = read(answer, piece);

        // Jackson's parser forgives a comma before a closing bracket if a piece ends between the two.
        if (!whole.equals(UNAUTHORIZED) && !inPieces.equals(UNAUTHORIZED) && !whole.equals(inPieces)) {
            throw new AssertionError("whole: " + whole + ", in pieces of " + piece + ": " + inPieces);
        }
    }

    private static String read(byte[] answer, int piece) {
        StatusReader reader = new StatusReader();
        try {
            for (int from = 0; from < answer.length; from += piece) {
                reader.feed(answer, from, Math.min(piece, answer.length - from));
            }
            RequestStatus status = reader.finish();
            if (status.entries() > answer.length / MIN_BYTES_PER_ENTRY
                    || status.counts().delivered() + status.counts().failed() > status.entries()
                    || status.counts().failedByReason().total()
                            != status.counts().failed()) {
                throw new AssertionError("miscounted: " + status.entries() + ", " + status.counts());
            }
            return status.isFinished() + " " + status.counts() + " "
                    + status.counts().failedByReason() + " " + status.counts().deliveredByChannel() + " "
                    + status.percentComplete();
        } catch (KoreException e) {
            return e.kind().name();
        }
    }
}
