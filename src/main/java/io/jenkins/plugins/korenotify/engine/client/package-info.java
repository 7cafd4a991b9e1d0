/**
 * What Kore.ai says: where to ask, how to sign, how to read the answer, what its refusals mean.
 *
 * <p>{@link io.jenkins.plugins.korenotify.engine.client.KoreClient} asks for the status of one notification request and gives a
 * {@link io.jenkins.plugins.korenotify.engine.client.RequestStatus} or a {@link
 * io.jenkins.plugins.korenotify.engine.client.KoreException}. Nothing here knows Jenkins, waits, or tries again.
 */
package io.jenkins.plugins.korenotify.engine.client;
