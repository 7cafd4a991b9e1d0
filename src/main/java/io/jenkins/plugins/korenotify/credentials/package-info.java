/**
 * Kore.ai JWT apps in the credentials store, and the other credentials that can sign for Kore.ai; {@link
 * io.jenkins.plugins.korenotify.credentials.JwtAppResolver} turns both into the engine's JWT app.
 */
package io.jenkins.plugins.korenotify.credentials;
