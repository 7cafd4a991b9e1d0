package io.jenkins.plugins.korenotify.engine.client;

import io.jenkins.plugins.korenotify.engine.message.LocalizableMessage;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Decompresses a gzip body (RFC 1952, one member) as it arrives, in pieces of any size, on no thread of its own. Used for
 * one body; {@link #close} frees the memory of the decompressor.
 */
final class GzipDecoder implements AutoCloseable {
    /** Takes what is decompressed. */
    @FunctionalInterface
    interface Sink {
        void accept(byte[] bytes, int offset, int length) throws KoreException;
    }

    // A body of a thousand recipients shrinks to a fifteenth; one that grows more than this is made to harm.
    private static final long MAX_RATIO = 200;
    private static final long RATIO_CHECKED_FROM = 1 << 20;

    private static final int FIXED_HEADER = 10;
    private static final int TRAILER = 8;
    private static final int HEADER_CRC = 2;
    private static final int EXTRA = 4;
    private static final int NAME = 8;
    private static final int COMMENT = 16;
    private static final int RESERVED = 0xE0;

    /** The parts of a member, in order. */
    private enum Part {
        FIXED,
        EXTRA_LENGTH,
        EXTRA_FIELD,
        FILE_NAME,
        FILE_COMMENT,
        CRC_OF_HEADER,
        DATA,
        TRAILER,
        END
    }

    private final Inflater inflater = new Inflater(true);
    private final CRC32 crc = new CRC32();
    private final byte[] piece = new byte[8 << 10];
    private Part part = Part.FIXED;
    private int flags;
    // Bytes of the present part that were read, or are left of it.
    private int position;
    private int left;
    private long number;
    private long compressed;

    /** Takes the next piece of the body. */
    void feed(byte[] bytes, int offset, int length, Sink sink) throws KoreException {
        compressed += length;
        int at = offset;
        int end = offset + length;
        while (at < end) {
            if (part == Part.DATA) {
                at = inflate(bytes, at, end, sink);
            } else {
                next(bytes[at++] & 0xFF);
            }
        }
    }

    /** There is no more: the body must be complete. */
    void end() throws KoreException {
        if (part != Part.END) {
            throw failure("body.endedEarly");
        }
    }

    private int inflate(byte[] bytes, int from, int end, Sink sink) throws KoreException {
        inflater.setInput(bytes, from, end - from);
        try {
            while (!inflater.finished()) {
                int count = inflater.inflate(piece);
                if (count == 0) {
                    if (inflater.needsDictionary()) {
                        throw failure("body.notGzip");
                    }
                    if (inflater.finished()) {
                        break;
                    }
                    return end;
                }
                crc.update(piece, 0, count);
                long total = inflater.getBytesWritten();
                if (total > RATIO_CHECKED_FROM && total > MAX_RATIO * compressed) {
                    throw failure("body.ratio");
                }
                sink.accept(piece, 0, count);
            }
        } catch (DataFormatException e) {
            throw failure("body.notGzip");
        }
        start(Part.TRAILER, TRAILER);
        return end - inflater.getRemaining();
    }

    private void next(int b) throws KoreException {
        switch (part) {
            case FIXED -> fixed(b);
            case EXTRA_LENGTH -> {
                left += b << 8 * position++;
                if (position == 2) {
                    start(left == 0 ? afterExtra() : Part.EXTRA_FIELD, left);
                }
            }
            case EXTRA_FIELD -> {
                if (--left == 0) {
                    start(afterExtra(), 0);
                }
            }
            case FILE_NAME -> {
                if (b == 0) {
                    start(afterName(), 0);
                }
            }
            case FILE_COMMENT -> {
                if (b == 0) {
                    start(afterComment(), 0);
                }
            }
            case CRC_OF_HEADER -> {
                if (++position == 2) {
                    start(Part.DATA, 0);
                }
            }
            case TRAILER -> trailer(b);
            default -> throw failure("body.notGzip");
        }
    }

    private void fixed(int b) throws KoreException {
        boolean valid =
                switch (position) {
                    case 0 -> b == 0x1F;
                    case 1 -> b == 0x8B;
                    case 2 -> b == 8;
                    case 3 -> (b & RESERVED) == 0;
                    default -> true;
                };
        if (!valid) {
            throw failure("body.notGzip");
        }
        if (position == 3) {
            flags = b;
        }
        if (++position == FIXED_HEADER) {
            start((flags & EXTRA) != 0 ? Part.EXTRA_LENGTH : afterExtra(), 0);
        }
    }

    private Part afterExtra() {
        return (flags & NAME) != 0 ? Part.FILE_NAME : afterName();
    }

    private Part afterName() {
        return (flags & COMMENT) != 0 ? Part.FILE_COMMENT : afterComment();
    }

    private Part afterComment() {
        return (flags & HEADER_CRC) != 0 ? Part.CRC_OF_HEADER : Part.DATA;
    }

    /** The checksum and the length, both with the lowest byte first. */
    private void trailer(int b) throws KoreException {
        number |= (long) b << 8 * (position++ % 4);
        if (position == 4) {
            requireEqual(crc.getValue());
        } else if (position == TRAILER) {
            requireEqual(inflater.getBytesWritten() & 0xFFFF_FFFFL);
            part = Part.END;
        }
    }

    private void requireEqual(long expected) throws KoreException {
        if (number != expected) {
            throw failure("body.notGzip");
        }
        number = 0;
    }

    private void start(Part next, int size) {
        part = next;
        position = 0;
        left = size;
    }

    private static KoreException failure(String code) {
        return new KoreException(KoreException.Kind.PROTOCOL, LocalizableMessage.of(code));
    }

    @Override
    public void close() {
        inflater.end();
    }
}
