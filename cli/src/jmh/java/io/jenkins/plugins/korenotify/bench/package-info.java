/** Benchmarks of the engine; {@code docs/performance.md} says how to run them and what they gave. */
package io.jenkins.plugins.korenotify.bench;
