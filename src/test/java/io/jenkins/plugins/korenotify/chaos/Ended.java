package io.jenkins.plugins.korenotify.chaos;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * How a job's builds ended.
 *
 * @param builds how many there are, without those of which nothing but a folder is there
 * @param result the last one's; null while it is not over
 * @param checking whether it still waits for a check
 * @param kept its verdicts
 * @param failure the first line of a stack trace in its log, and of what class; empty if there is none
 * @param ownTraces lines of stack traces that name the plugin
 * @param end the last lines of its log and how far its program is, if it keeps no verdict or is not over
 */
record Ended(
        int builds, String result, boolean checking, ArrayList<Kept> kept, String failure, int ownTraces, String end)
        implements Serializable {

    /** Of a job without builds. */
    static final Ended NONE = new Ended(0, null, false, new ArrayList<>(), "", 0, "");

    /** The verdicts of one check, which should be one. */
    List<Kept> kept(ChaosCheck check) {
        return kept.stream().filter(one -> one.check().equals(check.name())).toList();
    }
}
