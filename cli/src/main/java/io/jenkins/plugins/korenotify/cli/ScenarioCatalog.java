package io.jenkins.plugins.korenotify.cli;

import io.jenkins.plugins.korenotify.simulator.Scenario;
import io.jenkins.plugins.korenotify.simulator.Scenarios;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** Describes a simulated Kore.ai: its URL, credentials and requests. */
final class ScenarioCatalog {
    private ScenarioCatalog() {}

    /** The lines, without line ends. */
    static List<String> of(URI url) {
        List<String> lines = new ArrayList<>();
        lines.add("A simulated Kore.ai. Nothing here is real, not even the secret.");
        lines.add("");
        lines.add("URL            " + url);
        lines.add("Stream IDs     " + Scenarios.STREAM_ID);
        lines.add("               " + Scenarios.SAMPLE_STREAM_ID + " (the documentation's sample)");
        lines.add("               " + Scenarios.OTHER_STREAM_ID + " (no client ID below belongs to it)");
        lines.add("Client IDs     " + Scenarios.CLIENT_ID);
        lines.add("               " + Scenarios.CLIENT_ID_HS512 + " (signs with HS512)");
        lines.add("               " + Scenarios.CLIENT_ID_ENFORCED_JTI + " (requires a jti)");
        lines.add("               " + Scenarios.CLIENT_ID_NO_SCOPE + " (lacks the scope: refused)");
        lines.add("Client secret  " + Scenarios.SIMULATED_SECRET + " (the same for all)");
        lines.add("");
        lines.add("Request IDs; the delivery starts with the first poll:");
        for (Scenario scenario : Scenarios.all()) {
            lines.add("  " + scenario.requestId());
            lines.add("      " + scenario.description());
        }
        lines.add("");
        lines.add("To check one, in another terminal:");
        checkLines(url, Scenarios.STREAM_ID, "ds-2-of-100-failed --min-success-rate 98")
                .forEach(line -> lines.add("  " + line));
        lines.add("");
        lines.add("The documentation's sample:");
        checkLines(url, Scenarios.SAMPLE_STREAM_ID, Scenarios.SAMPLE_REQUEST_ID)
                .forEach(line -> lines.add("  " + line));
        return lines;
    }

    private static List<String> checkLines(URI url, String streamId, String arguments) {
        return List.of(
                "export KORE_SECRET='" + Scenarios.SIMULATED_SECRET + "'",
                LaunchCommand.format() + " check --url " + url + " \\",
                "    --stream-id " + streamId + " --client-id " + Scenarios.CLIENT_ID + " \\",
                "    --client-secret-env KORE_SECRET " + arguments);
    }
}
