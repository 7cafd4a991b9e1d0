package io.jenkins.plugins.korenotify.simulator;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/**
 * Reads HTTP/1.1 requests from the bytes of one connection as they arrive; keeps what belongs to the next one. Bounded:
 * 64 KB of head, 2 MB of body.
 */
final class RequestReader {

    /**
     * A whole request.
     *
     * @param call what the simulated Kore.ai is asked
     * @param keepAlive whether the connection stays open afterwards
     */
    record Incoming(Call call, boolean keepAlive) {}

    /** A request that cannot be answered in any other way than by this status. */
    static final class BadRequestException extends Exception {

        private static final long serialVersionUID = 1;
        private final int status;

        BadRequestException(int status, String message) {
            super(message, null, false, false);
            this.status = status;
        }

        int status() {
            return status;
        }
    }

    private static final int MAX_HEAD = 64 * 1024;
    private static final int MAX_BODY = 2 * 1024 * 1024;
    private static final int MOST = MAX_HEAD + MAX_BODY;

    private byte[] buffer = new byte[2048];
    private int filled;
    private int searchedTo;
    private boolean continueWanted;

    /** Takes more bytes; false when more is kept than any request may have. */
    boolean take(ByteBuffer bytes) {
        int more = bytes.remaining();
        if (filled + more > MOST) {
            return false;
        }
        if (filled + more > buffer.length) {
            buffer = Arrays.copyOf(buffer, Math.max(filled + more, Math.min(MOST, buffer.length * 2)));
        }
        bytes.get(buffer, filled, more);
        filled += more;
        return true;
    }

    /** The next whole request, or null while it is incomplete. */
    Incoming next() throws BadRequestException {
        int headEnd = headEnd();
        if (headEnd < 0) {
            if (filled > MAX_HEAD) {
                throw new BadRequestException(431, "head too large");
            }
            return null;
        }
        String[] lines = new String(buffer, 0, headEnd, StandardCharsets.ISO_8859_1).split("\r\n", -1);
        Head head = Head.of(lines);
        int bodyEnd = headEnd + 4 + head.length;
        if (filled < bodyEnd) {
            continueWanted |= head.expectsContinue;
            return null;
        }
        Call call = new Call(head.method, head.path, head.auth, Arrays.copyOfRange(buffer, headEnd + 4, bodyEnd));
        System.arraycopy(buffer, bodyEnd, buffer, 0, filled - bodyEnd);
        filled -= bodyEnd;
        searchedTo = 0;
        return new Incoming(call, head.keepAlive);
    }

    /** Whether the client waits for a "100 Continue" before it sends the body; true once per request. */
    boolean takeContinueWanted() {
        boolean required = continueWanted;
        continueWanted = false;
        return required;
    }

    private int headEnd() {
        for (int i = searchedTo; i + 3 < filled; i++) {
            if (buffer[i] == '\r' && buffer[i + 1] == '\n' && buffer[i + 2] == '\r' && buffer[i + 3] == '\n') {
                searchedTo = i;
                return i;
            }
        }
        searchedTo = Math.max(0, filled - 3);
        return -1;
    }

    /** The request line and the headers that matter. */
    private static final class Head {

        private String method;
        private String path;
        private String auth;
        private int length;
        private boolean keepAlive;
        private boolean expectsContinue;

        static Head of(String[] lines) throws BadRequestException {
            Head head = new Head();
            head.requestLine(lines[0]);
            for (int i = 1; i < lines.length; i++) {
                int colon = lines[i].indexOf(':');
                if (colon <= 0) {
                    throw new BadRequestException(400, "bad header");
                }
                head.header(
                        lines[i].substring(0, colon).toLowerCase(Locale.ROOT),
                        lines[i].substring(colon + 1).trim());
            }
            return head;
        }

        private void requestLine(String line) throws BadRequestException {
            String[] parts = line.split(" ", -1);
            if (parts.length != 3 || !parts[2].startsWith("HTTP/1.")) {
                throw new BadRequestException(400, "bad request line");
            }
            method = parts[0];
            int scheme = parts[1].indexOf("://");
            int slash = scheme < 0 ? 0 : parts[1].indexOf('/', scheme + 3);
            path = slash < 0 ? "/" : parts[1].substring(slash);
            keepAlive = parts[2].equals("HTTP/1.1");
        }

        private void header(String name, String value) throws BadRequestException {
            switch (name) {
                case "auth" -> auth = value;
                case "content-length" -> length = length(value);
                case "transfer-encoding" -> throw new BadRequestException(411, "length required");
                case "expect" -> expectsContinue = value.equalsIgnoreCase("100-continue");
                case "connection" ->
                    keepAlive &= !value.toLowerCase(Locale.ROOT).contains("close");
                default -> {
                    // of no interest
                }
            }
        }

        private static int length(String value) throws BadRequestException {
            try {
                int number = Integer.parseInt(value);
                if (number >= 0 && number <= MAX_BODY) {
                    return number;
                }
            } catch (NumberFormatException e) {
                throw new BadRequestException(400, "bad length");
            }
            throw new BadRequestException(413, "body too large");
        }
    }
}
