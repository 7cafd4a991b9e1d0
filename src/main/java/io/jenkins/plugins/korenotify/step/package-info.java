/** The Pipeline step and the build step: parameters, validation, execution, and what a script gets back. */
package io.jenkins.plugins.korenotify.step;
