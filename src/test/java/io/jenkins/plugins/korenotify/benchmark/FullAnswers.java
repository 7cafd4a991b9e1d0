package io.jenkins.plugins.korenotify.benchmark;

import io.jenkins.plugins.korenotify.simulator.Content;
import io.jenkins.plugins.korenotify.simulator.Fault;
import io.jenkins.plugins.korenotify.simulator.FaultContext;
import io.jenkins.plugins.korenotify.simulator.Reply;
import io.jenkins.plugins.korenotify.simulator.SimulatedKore;
import io.jenkins.plugins.korenotify.simulator.Summary;
import io.jenkins.plugins.korenotify.simulator.Wire;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Answers that list all recipients from the first to the last, about half a megabyte for 1000 of them, where the
 * simulated Kore.ai would begin with a short list.
 */
final class FullAnswers implements Fault {
    private static final byte[] HEAD = bytes("{\"statusLogs\":[");

    private final SimulatedKore kore;
    private final int recipients;
    private final boolean progressShown;
    private final Wire wire;
    private final byte[] entriesDone;
    private final byte[] entriesOpen;
    private final int[] endsDone;
    private final int[] endsOpen;

    /**
     * Answers for requests of one size.
     *
     * @param kore knows how far the requests are
     * @param failures how many of the recipients fail, the first ones
     * @param progressShown whether a recipient's entry says that it is still open; otherwise nothing but the overall
     *     word ever changes
     * @param wire how the answers travel
     */
    FullAnswers(SimulatedKore kore, int recipients, int failures, boolean progressShown, Wire wire) {
        this.kore = kore;
        this.recipients = recipients;
        this.progressShown = progressShown;
        this.wire = wire;
        this.endsDone = new int[recipients];
        this.endsOpen = new int[recipients];
        this.entriesDone = entries(failures, endsDone, "SUCCESS");
        this.entriesOpen = entries(0, endsOpen, "IN_PROGRESS");
    }

    @Override
    public Reply spoil(FaultContext context, Supplier<Reply> sound) {
        Summary truth = kore.summary(context.requestId(), context.now());
        int done = progressShown && !truth.finished() ? truth.done() : recipients;
        return new Reply(
                200,
                Map.of("Content-Type", "application/json; charset=utf-8"),
                Content.of(body(done, truth.finished() ? "PARTIAL_SUCCESS" : "IN_PROGRESS")),
                wire);
    }

    /** The size of an answer in bytes. */
    int size() {
        return body(recipients, "IN_PROGRESS").length;
    }

    private byte[] body(int done, String word) {
        int doneEnd = done == 0 ? 0 : endsDone[done - 1];
        int openStart = done == 0 ? 0 : endsOpen[done - 1];
        ByteArrayOutputStream out = new ByteArrayOutputStream(entriesDone.length + entriesOpen.length / 10);
        out.writeBytes(HEAD);
        out.write(entriesDone, 0, doneEnd);
        out.write(entriesOpen, openStart, entriesOpen.length - openStart);
        out.writeBytes(bytes("],\"count\":" + recipients + ",\"status\":\"" + word + "\",\"streamId\":\"st-waits\"}"));
        return out.toByteArray();
    }

    /** The entries of all recipients; a comma stands before each but the first. */
    private static byte[] entries(int failures, int[] ends, String word) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = 0; i < ends.length; i++) {
            boolean failed = i < failures;
            String text = (i == 0 ? "" : ",") + "{\"_id\":\"nl-" + id(i, 1)
                    + "\",\"streamId\":\"st-" + id(0, 2)
                    + "\",\"messagestoreId\":\"ms-" + id(i, 3)
                    + "\",\"comments\":\""
                    + (failed
                            ? "'Identity is not associated with the channel'"
                            : "Notification has been sent successfully")
                    + "\",\"koreId\":\"u-" + id(i, 4)
                    + "\",\"channelId\":\"recipient-" + i
                    + "@example.com\",\"channel\":\"ivr\",\"originalId\":\"recipient-" + i
                    + "@example.com\",\"requestId\":\"ds-" + id(0, 5)
                    + "\",\"status\":\"" + (failed ? "FAILURE" : word)
                    + "\",\"createdBy\":\"u-" + id(0, 6)
                    + "\",\"createdOn\":\"2026-01-01T00:00:00.000Z\",\"__v\":0}";
            out.writeBytes(bytes(text));
            ends[i] = out.size();
        }
        return out.toByteArray();
    }

    private static UUID id(long number, long kind) {
        return new UUID(kind << 12, number);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
