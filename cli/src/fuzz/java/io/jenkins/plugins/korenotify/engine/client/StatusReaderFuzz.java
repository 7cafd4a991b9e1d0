package io.jenkins.plugins.korenotify.engine.client;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import io.jenkins.plugins.korenotify.engine.gate.Labels;
import io.jenkins.plugins.korenotify.engine.gate.RecipientCounts;

/**
 * Any bytes, in pieces of any size: a status or a {@link KoreException}, with counts that add up, of no more recipients
 * than the bytes can name; the same however the bytes are cut.
 */
public final class StatusReaderFuzz {
    // An entry is at least "{},".
    private static final int MIN_BYTES_PER_ENTRY = 2;

    private StatusReaderFuzz() {}

    public static void fuzzerTestOneInput(FuzzedDataProvider data) {
        int piece = data.consumeInt(1, 64);
        byte[] response = data.consumeRemainingAsBytes();

        String whole = read(response, Math.max(1, response.length));
        String inPieces = read(response, piece);

        if (!whole.equals(inPieces)) {
            throw new AssertionError("whole: " + whole + ", in pieces of " + piece + ": " + inPieces);
        }
    }

    private static String read(byte[] response, int piece) {
        StatusReader reader = new StatusReader();
        try {
            for (int from = 0; from < response.length; from += piece) {
                reader.feed(response, from, Math.min(piece, response.length - from));
            }
            RequestStatus status = reader.finish();
            RecipientCounts counts = status.counts();
            if (counts.total() > response.length / MIN_BYTES_PER_ENTRY
                    || Labels.total(counts.failedByReason()) != counts.failed()
                    || Labels.total(counts.failedByChannel()) != counts.failed()
                    || Labels.total(counts.deliveredByChannel()) != counts.delivered()) {
                throw new AssertionError("miscounted: " + counts);
            }
            return status.outcome() + " " + status.declaredCount() + " " + counts + " " + counts.failedByReason() + " "
                    + counts.deliveredByChannel() + " " + status.percentComplete();
        } catch (KoreException e) {
            return e.kind().name();
        }
    }
}
