/** Builds in a real Jenkins that is killed again and again while Kore.ai fails in every way: {@code docs/reliability.md}. */
package io.jenkins.plugins.korenotify.chaos;
