package io.jenkins.plugins.korenotify.report;

import io.jenkins.plugins.korenotify.engine.result.CheckResult;

/** The result of one check as it is stored with its build. */
final class StoredCheck {
    private final int number;
    private final String key;
    private final boolean archived;
    private final CheckResult result;

    /**
     * A result to be stored.
     *
     * @param number the position among the checks of the build, from 1
     * @param archived whether it is archived as a JSON document, too
     * @param key tells the check from the others of the build, also after a restart
     */
    StoredCheck(int number, String key, boolean archived, CheckResult result) {
        this.number = number;
        this.key = key;
        this.archived = archived;
        this.result = result;
    }

    int number() {
        return number;
    }

    String key() {
        return key;
    }

    boolean isArchived() {
        return archived;
    }

    CheckResult result() {
        return result;
    }
}
