/** A check that runs in Jenkins: its credentials, and everybody who is notified of its events. */
package io.jenkins.plugins.korenotify.check;
