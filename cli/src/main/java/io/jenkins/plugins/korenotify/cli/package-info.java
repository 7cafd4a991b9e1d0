/** The engine behind a command line: {@code check}, {@code simulate} and {@code demo}. */
package io.jenkins.plugins.korenotify.cli;
