/**
 * When to poll, how long to wait, when to give up.
 *
 * <p>{@link io.jenkins.plugins.korenotify.engine.polling.PollingState} is an immutable value; every event gives a new one.
 * Time and randomness are handed in. {@link io.jenkins.plugins.korenotify.engine.polling.PollScheduler} sends the polls of
 * all checks of a bot. Nothing here has a thread of its own.
 */
package io.jenkins.plugins.korenotify.engine.polling;
