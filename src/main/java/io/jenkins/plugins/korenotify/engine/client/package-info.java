/** Polls the status of one request: endpoint, token, HTTP client, reader, errors. Nothing here blocks or retries. */
package io.jenkins.plugins.korenotify.engine.client;
