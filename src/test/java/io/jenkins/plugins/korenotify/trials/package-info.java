/**
 * Trials of the engine as a whole, in simulated time: poll plans against each other, thousands of watches on one bot,
 * and the rules that hold its packages apart.
 */
package io.jenkins.plugins.korenotify.trials;
