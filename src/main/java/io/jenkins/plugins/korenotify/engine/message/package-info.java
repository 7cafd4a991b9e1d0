/** Messages of the engine to people: stored as code and arguments, formatted in the reader's language. */
package io.jenkins.plugins.korenotify.engine.message;
