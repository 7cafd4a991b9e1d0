/**
 * What came of a check: the verdict with everything that led to it, as a value and as one JSON document.
 *
 * <p>Depends on {@code watch} and {@code gate} alone; knows neither HTTP nor Jenkins nor the command line. Nothing here
 * holds a secret, nor a recipient's identity but masked.
 */
package io.jenkins.plugins.korenotify.engine.result;
