package io.jenkins.plugins.korenotify.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The width of the terminal in characters, as {@code stty} reports it.
 *
 * <p>The terminal library of the progress bar would report it too, but resets the process's signal handlers, so that
 * Ctrl-C would end the process before the shutdown hook could complete the line.
 */
final class TerminalWidth {
    private static final int DEFAULT = 80;
    private static final int MIN = 40;
    private static final int MAX = 240;
    private static final long TIMEOUT_MILLIS = 500;
    private static final int MAX_BYTES = 64;
    private static final Pattern ROWS_AND_COLUMNS = Pattern.compile("\\d{1,5} (\\d{1,5})\\s*");

    private TerminalWidth() {}

    /** The width, within sensible bounds; 80 where it is unknown. */
    static int characters() {
        try {
            Process stty = new ProcessBuilder("stty", "size")
                    .redirectInput(ProcessBuilder.Redirect.INHERIT)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!stty.waitFor(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS)) {
                stty.destroyForcibly();
                return DEFAULT;
            }
            try (InputStream out = stty.getInputStream()) {
                Matcher size =
                        ROWS_AND_COLUMNS.matcher(new String(out.readNBytes(MAX_BYTES), StandardCharsets.US_ASCII));
                int width = size.matches() ? Integer.parseInt(size.group(1)) : 0;
                return width == 0 ? DEFAULT : Math.max(MIN, Math.min(MAX, width));
            }
        } catch (IOException e) {
            return DEFAULT;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return DEFAULT;
        }
    }
}
