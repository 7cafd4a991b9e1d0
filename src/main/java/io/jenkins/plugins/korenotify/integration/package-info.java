/**
 * What other plugins make of the checks, if they are installed: nothing here is loaded otherwise, and nothing else in
 * the plugin knows of it.
 */
package io.jenkins.plugins.korenotify.integration;
