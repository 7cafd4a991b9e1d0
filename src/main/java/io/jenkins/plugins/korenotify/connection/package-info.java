/**
 * Connections to Kore.ai: owned by administrators, named by jobs. {@link
 * io.jenkins.plugins.korenotify.connection.ResolvedConnection} makes of what a job says the endpoint, the poll plan, the
 * source of statuses and the driver that a watch needs; {@link
 * io.jenkins.plugins.korenotify.connection.ConnectionForms} fills and checks the fields in which a job says it.
 */
package io.jenkins.plugins.korenotify.connection;
