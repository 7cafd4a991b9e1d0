/** Recipient counts, thresholds, verdict: exact arithmetic. Nothing here knows HTTP, time or Jenkins. */
package io.jenkins.plugins.korenotify.engine.gate;
