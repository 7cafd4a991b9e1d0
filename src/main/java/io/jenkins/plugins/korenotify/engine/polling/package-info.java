/** When to poll, how long to wait, when to give up. Time, randomness and threads are handed in. */
package io.jenkins.plugins.korenotify.engine.polling;
