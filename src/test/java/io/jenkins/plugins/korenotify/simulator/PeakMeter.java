package io.jenkins.plugins.korenotify.simulator;

/**
 * The most calls seen in any rolling minute and hour, refused ones included; exact up to a million calls an hour. Not
 * thread-safe.
 */
final class PeakMeter {

    private static final int MOST = 1 << 20;

    private long[] ring = new long[64];
    private long written;
    private long minuteFrom;
    private long hourFrom;
    private int minutePeak;
    private int hourPeak;

    void call(long nowNanos) {
        while (hourFrom < written && at(hourFrom) <= nowNanos - RateWindows.HOUR_NANOS) {
            hourFrom++;
        }
        if (written - hourFrom == ring.length) {
            if (ring.length < MOST) {
                grow();
            } else {
                hourFrom++;
            }
        }
        ring[(int) (written % ring.length)] = nowNanos;
        written++;
        minuteFrom = Math.max(minuteFrom, hourFrom);
        while (at(minuteFrom) <= nowNanos - RateWindows.MINUTE_NANOS) {
            minuteFrom++;
        }
        minutePeak = Math.max(minutePeak, (int) (written - minuteFrom));
        hourPeak = Math.max(hourPeak, (int) (written - hourFrom));
    }

    int minutePeak() {
        return minutePeak;
    }

    int hourPeak() {
        return hourPeak;
    }

    private long at(long position) {
        return ring[(int) (position % ring.length)];
    }

    private void grow() {
        int size = (int) (written - hourFrom);
        long[] wider = new long[ring.length * 2];
        for (int i = 0; i < size; i++) {
            wider[i] = at(hourFrom + i);
        }
        minuteFrom = Math.max(0, minuteFrom - hourFrom);
        hourFrom = 0;
        written = size;
        ring = wider;
    }
}
