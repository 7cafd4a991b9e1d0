package io.jenkins.plugins.korenotify.report;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.korenotify.engine.result.CheckResult;

/** A check that ended, as it is stored with its build. Immutable; the names of the fields do not change. */
final class StoredCheck {
    final int number;
    final String key;
    final String document;
    final CheckResult result;

    /**
     * A check.
     *
     * @param number its number among the checks of its build, from 1, in the order in which they ended
     * @param key tells it from the other checks of the build
     * @param document the name of the archived document; null: none is archived
     */
    StoredCheck(int number, String key, @CheckForNull String document, CheckResult result) {
        this.number = number;
        this.key = key;
        this.document = document;
        this.result = result;
    }
}
