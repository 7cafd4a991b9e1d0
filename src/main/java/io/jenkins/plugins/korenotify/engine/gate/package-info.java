/**
 * Recipients counted, conditions, judgement: pure and exact arithmetic.
 *
 * <p>{@link io.jenkins.plugins.korenotify.engine.gate.RecipientCounts} counts recipients, {@link
 * io.jenkins.plugins.korenotify.engine.gate.Thresholds} are the user's conditions, and {@link
 * io.jenkins.plugins.korenotify.engine.gate.Verdict} is what they say of a tally. Nothing here knows HTTP, time or Jenkins.
 */
package io.jenkins.plugins.korenotify.engine.gate;
