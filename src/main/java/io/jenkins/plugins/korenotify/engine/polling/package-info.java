/**
 * When to ask, how long to wait, when to give up: the watch as a pure state machine.
 *
 * <p>{@link io.jenkins.plugins.korenotify.engine.polling.PollingState} is an immutable value; every event gives a new one. Time,
 * randomness and answers are handed in: nothing here does I/O, reads a clock or starts a thread. Times are
 * milliseconds since the epoch, spans are milliseconds.
 */
package io.jenkins.plugins.korenotify.engine.polling;
