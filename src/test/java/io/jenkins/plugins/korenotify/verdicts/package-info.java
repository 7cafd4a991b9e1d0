/** The truth table of verdicts: its rows, a server that answers as a row says, and the rows run through the engine. */
package io.jenkins.plugins.korenotify.verdicts;
