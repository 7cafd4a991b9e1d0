package io.jenkins.plugins.korenotify.simulator;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** A body made of a head, one unit repeated, and a tail: as long as wanted, endless if wanted, never in memory. */
final class RepeatedContent implements Content {

    private final byte[] head;
    private final byte[] unit;
    private final byte[] tail;
    private final long times;

    RepeatedContent(String head, String unit, long times, String tail) {
        this.head = head.getBytes(StandardCharsets.UTF_8);
        this.unit = unit.getBytes(StandardCharsets.UTF_8);
        this.tail = tail.getBytes(StandardCharsets.UTF_8);
        this.times = times;
        if (this.unit.length == 0) {
            throw new IllegalArgumentException("nothing to repeat");
        }
    }

    @Override
    public long length() {
        return times < 0 ? -1 : head.length + unit.length * times + tail.length;
    }

    @Override
    public InputStream open() {
        return new Repetition();
    }

    private final class Repetition extends InputStream {

        private byte[] part = head;
        private int at;
        private long unitsLeft = times;
        private boolean inTail;

        @Override
        public int read() {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int from, int length) {
            int copied = 0;
            while (copied < length) {
                if (at == part.length && !nextPart()) {
                    break;
                }
                int now = Math.min(length - copied, part.length - at);
                System.arraycopy(part, at, target, from + copied, now);
                at += now;
                copied += now;
            }
            return copied == 0 && length > 0 ? -1 : copied;
        }

        private boolean nextPart() {
            if (inTail) {
                return false;
            }
            at = 0;
            if (unitsLeft == 0) {
                part = tail;
                inTail = true;
            } else {
                part = unit;
                unitsLeft = unitsLeft < 0 ? unitsLeft : unitsLeft - 1;
            }
            return true;
        }
    }
}
