package io.jenkins.plugins.korenotify.engine.client;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
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

    // The flags of the header: what follows its fixed part, in this order.
    private static final int EXTRA = 4;
    private static final int NAME = 8;
    private static final int COMMENT = 16;
    private static final int HEADER_CRC = 2;
    private static final int ALL_FIELDS = EXTRA | NAME | COMMENT | HEADER_CRC;
    private static final int RESERVED = 0xE0;
    private static final int FIXED_HEADER = 10;

    private final Inflater inflater = new Inflater(true);
    private final CRC32 crc = new CRC32();
    private final byte[] piece = new byte[8 << 10];
    // The checksum and the length of what was compressed.
    private final ByteBuffer trailer = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
    private boolean inHeader = true;
    private int headerRead;
    // The fields of the header that are still to come, and how many bytes of the present one were read.
    private int fields;
    private int fieldRead;
    private int extraLength;
    private long compressed;

    /** Takes the next piece of the body. */
    void feed(byte[] bytes, int offset, int length, Sink sink) throws KoreException {
        compressed += length;
        int at = offset;
        int end = offset + length;
        while (at < end) {
            if (inHeader) {
                readHeader(bytes[at++] & 0xFF);
            } else if (!inflater.finished()) {
                at = inflate(bytes, at, end, sink);
            } else {
                readTrailer(bytes[at++]);
            }
        }
    }

    /** There is no more: the body must be complete. */
    void end() throws KoreException {
        if (trailer.hasRemaining()) {
            throw KoreException.protocol("body.endedEarly");
        }
    }

    private int inflate(byte[] bytes, int from, int end, Sink sink) throws KoreException {
        inflater.setInput(bytes, from, end - from);
        try {
            for (int count = inflater.inflate(piece); count > 0; count = inflater.inflate(piece)) {
                crc.update(piece, 0, count);
                long total = inflater.getBytesWritten();
                if (total > RATIO_CHECKED_FROM && total > MAX_RATIO * compressed) {
                    throw KoreException.protocol("body.ratio");
                }
                sink.accept(piece, 0, count);
            }
        } catch (DataFormatException e) {
            throw notGzip();
        }
        if (inflater.needsDictionary()) {
            throw notGzip();
        }
        return end - inflater.getRemaining();
    }

    private void readHeader(int b) throws KoreException {
        if (headerRead < FIXED_HEADER) {
            readFixedHeader(b);
        } else if ((fields & EXTRA) != 0) {
            // Two bytes of length, the lowest first, then as many as they say.
            extraLength += fieldRead < 2 ? b << 8 * fieldRead : 0;
            endField(EXTRA, ++fieldRead >= 2 && fieldRead == 2 + extraLength);
        } else if ((fields & (NAME | COMMENT)) != 0) {
            endField((fields & NAME) != 0 ? NAME : COMMENT, b == 0);
        } else {
            endField(HEADER_CRC, ++fieldRead == 2);
        }
        inHeader = headerRead < FIXED_HEADER || fields != 0;
    }

    private void readFixedHeader(int b) throws KoreException {
        boolean valid =
                switch (headerRead) {
                    case 0 -> b == 0x1F;
                    case 1 -> b == 0x8B;
                    case 2 -> b == 8;
                    case 3 -> (b & RESERVED) == 0;
                    default -> true;
                };
        if (!valid) {
            throw notGzip();
        }
        if (headerRead == 3) {
            fields = b & ALL_FIELDS;
        }
        headerRead++;
    }

    private void endField(int field, boolean complete) {
        if (complete) {
            fields -= field;
            fieldRead = 0;
        }
    }

    private void readTrailer(byte b) throws KoreException {
        if (!trailer.hasRemaining()) {
            throw notGzip();
        }
        trailer.put(b);
        boolean wrongChecksum = trailer.position() >= 4 && trailer.getInt(0) != (int) crc.getValue();
        if (wrongChecksum || !trailer.hasRemaining() && trailer.getInt(4) != (int) inflater.getBytesWritten()) {
            throw notGzip();
        }
    }

    private static KoreException notGzip() {
        return KoreException.protocol("body.notGzip");
    }

    @Override
    public void close() {
        inflater.end();
    }
}
