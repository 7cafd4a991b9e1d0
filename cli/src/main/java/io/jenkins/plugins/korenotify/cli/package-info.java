/**
 * The engine behind a command line: {@code check}, {@code simulate} and {@code demo}.
 *
 * <p>{@link io.jenkins.plugins.korenotify.cli.Main} is where it begins. The {@code …Command} classes hold options and
 * help texts, {@link io.jenkins.plugins.korenotify.cli.Check} does the work, {@link
 * io.jenkins.plugins.korenotify.cli.ProgressView} and {@link io.jenkins.plugins.korenotify.cli.ResultTable} show it.
 */
package io.jenkins.plugins.korenotify.cli;
