/** What waiting costs a controller: measured in a Jenkins of its own process, printed as {@code docs/performance.md} has it. */
package io.jenkins.plugins.korenotify.benchmark;
