package io.jenkins.plugins.korenotify.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How many characters fit on a line of the terminal.
 *
 * <p>Asked by {@code stty}, not through the progress bar's own terminal library: that one puts the process's signal
 * handlers back to their defaults, and Ctrl-C would kill the process before it could leave the screen in order.
 */
final class TerminalWidth {
    private static final int ASSUMED = 80;
    private static final int LEAST = 40;
    private static final int MOST = 240;
    private static final long PATIENCE_MILLIS = 500;
    private static final int MAX_BYTES = 64;
    private static final Pattern ROWS_AND_COLUMNS = Pattern.compile("\\d{1,5} (\\d{1,5})\\s*");

    private TerminalWidth() {}

    /** The width, within sensible bounds; 80 where the terminal does not say. */
    static int characters() {
        return Math.max(LEAST, Math.min(MOST, pollSent()));
    }

    private static int pollSent() {
        try {
            Process stty = new ProcessBuilder("stty", "size")
                    .redirectInput(ProcessBuilder.Redirect.INHERIT)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!stty.waitFor(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
                stty.destroyForcibly();
                return ASSUMED;
            }
            try (InputStream answer = stty.getInputStream()) {
                String text = new String(answer.readNBytes(MAX_BYTES), StandardCharsets.US_ASCII);
                Matcher size = ROWS_AND_COLUMNS.matcher(text);
                return size.matches() && !size.group(1).matches("0+") ? Integer.parseInt(size.group(1)) : ASSUMED;
            }
        } catch (IOException e) {
            return ASSUMED;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ASSUMED;
        }
    }
}
