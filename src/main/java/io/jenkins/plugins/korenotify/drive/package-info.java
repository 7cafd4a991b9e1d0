/**
 * Where watches meet time, randomness, the rate budget and Kore.ai: {@link
 * io.jenkins.plugins.korenotify.drive.WatchDriver} asks what each watch wants asked, as fast as the bot's budget
 * allows, and tells each watch the answers. Knows no Jenkins: clock, alarm, threads and sources are handed in.
 */
package io.jenkins.plugins.korenotify.drive;
