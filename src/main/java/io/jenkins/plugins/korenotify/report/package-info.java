/**
 * What is kept of checks on a build, and where people and programs look at it: summary, page, JSON document, REST.
 * {@link io.jenkins.plugins.korenotify.report.RunningCheck} follows a check; {@link
 * io.jenkins.plugins.korenotify.report.KoreNotifyStatusAction} shows it.
 */
package io.jenkins.plugins.korenotify.report;
