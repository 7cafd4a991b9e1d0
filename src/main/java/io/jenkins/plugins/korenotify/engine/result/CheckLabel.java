package io.jenkins.plugins.korenotify.engine.result;

/**
 * What tells a check from others, and where it polls.
 *
 * @param name chosen by the user, or the stage or request ID instead; null if there is none
 * @param connection the name of the connection in Jenkins; null on the command line
 * @param streamId the stream ID, {@code st-…}; null if it is not known
 */
public record CheckLabel(String name, String connection, String streamId) {}
