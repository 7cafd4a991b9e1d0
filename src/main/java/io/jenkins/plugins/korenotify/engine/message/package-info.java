/** What the engine says to people: by key and values, so that everybody reads it in their own language. */
package io.jenkins.plugins.korenotify.engine.message;
