package io.jenkins.plugins.korenotify.simulator;

import java.time.Duration;

/**
 * How a reply travels: whole and at once, or with one of the failures a network adds.
 *
 * @param kind the kind of transport
 * @param bytes bytes sent before the connection closes ({@link Kind#CLOSE}; -1 = half of the body) or bytes per piece
 *     ({@link Kind#TRICKLE}); otherwise 0
 * @param pause wait before the reply ({@link Kind#DELAY}) or between two pieces ({@link Kind#TRICKLE}); otherwise zero
 */
public record Wire(Kind kind, int bytes, Duration pause) {

    /** The kinds of transport. */
    public enum Kind {
        /** Whole, at once. */
        NORMAL,
        /** The connection is reset (TCP RST) before any byte of the reply. */
        RESET,
        /** Headers announce the whole body, part of it is sent, then the connection closes. */
        CLOSE,
        /** Piece by piece with pauses; endless when the body is endless. */
        TRICKLE,
        /** Nothing is ever sent; the connection stays open. */
        STALL,
        /** Whole, after a wait. */
        DELAY
    }

    /** Whole, at once. */
    public static final Wire NORMAL = new Wire(Kind.NORMAL, 0, Duration.ZERO);

    /** Reset before any answer. */
    public static final Wire RESET = new Wire(Kind.RESET, 0, Duration.ZERO);

    /** Never answers. */
    public static final Wire STALL = new Wire(Kind.STALL, 0, Duration.ZERO);

    /** Closes after half of the body. */
    public static final Wire CLOSE = new Wire(Kind.CLOSE, -1, Duration.ZERO);

    /** Closes after the given number of body bytes. */
    public static Wire closeAfter(int bytes) {
        return new Wire(Kind.CLOSE, bytes, Duration.ZERO);
    }

    /** Sends pieces of the given size with the given pause between them. */
    public static Wire trickle(int bytesPerPiece, Duration pause) {
        if (bytesPerPiece < 1) {
            throw new IllegalArgumentException("a piece needs at least one byte");
        }
        return new Wire(Kind.TRICKLE, bytesPerPiece, pause);
    }

    /** Answers after the given wait. */
    public static Wire delay(Duration wait) {
        return new Wire(Kind.DELAY, 0, wait);
    }
}
