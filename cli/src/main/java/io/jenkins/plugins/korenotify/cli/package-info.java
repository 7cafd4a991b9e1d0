/**
 * The engine behind a command line: {@code check}, {@code simulate} and {@code demo}.
 *
 * <p>{@link io.jenkins.plugins.korenotify.cli.Main} starts a command. The {@code …Command} and {@code …Options} classes
 * hold options and help texts, {@link io.jenkins.plugins.korenotify.cli.Check} runs a check, {@link
 * io.jenkins.plugins.korenotify.cli.ProgressView} and {@link io.jenkins.plugins.korenotify.cli.ResultTable} show it.
 */
package io.jenkins.plugins.korenotify.cli;
