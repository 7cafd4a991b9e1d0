/**
 * Kore.ai JWT apps in the Jenkins credential store, and what else in it can sign for Kore.ai: {@link
 * io.jenkins.plugins.korenotify.credentials.JwtAppResolver} makes the engine's signer of both.
 */
package io.jenkins.plugins.korenotify.credentials;
