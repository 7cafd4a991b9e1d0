/**
 * What this plugin adds to other plugins, if they are installed: nothing here is loaded otherwise, and nothing else in the
 * plugin knows of it.
 */
package io.jenkins.plugins.korenotify.integration;
