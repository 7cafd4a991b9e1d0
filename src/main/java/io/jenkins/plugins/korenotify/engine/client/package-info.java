/**
 * The HTTP client of Kore.ai: endpoint, token, response reader, classification of errors.
 *
 * <p>{@link io.jenkins.plugins.korenotify.engine.client.KoreClient} polls the status of one notification request and returns a
 * {@link io.jenkins.plugins.korenotify.engine.client.RequestStatus} or a {@link
 * io.jenkins.plugins.korenotify.engine.client.KoreException}. Nothing here knows Jenkins, blocks, or retries.
 */
package io.jenkins.plugins.korenotify.engine.client;
