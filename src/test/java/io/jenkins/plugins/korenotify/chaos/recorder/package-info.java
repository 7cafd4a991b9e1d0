/** A plugin of its own that writes down what checks are told to their listeners. */
package io.jenkins.plugins.korenotify.chaos.recorder;
