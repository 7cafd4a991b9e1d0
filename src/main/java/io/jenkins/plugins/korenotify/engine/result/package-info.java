/**
 * The result of a check: one data tree that is stored with the build, written as the JSON document and read by pages,
 * scripts and REST; and what a check reports on its way there.
 *
 * <p>Nothing here holds a secret, nor a recipient's identity other than masked.
 */
package io.jenkins.plugins.korenotify.engine.result;
