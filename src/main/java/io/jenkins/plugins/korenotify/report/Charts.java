package io.jenkins.plugins.korenotify.report;

import hudson.ExtensionPoint;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * Draws charts. The view {@code trend.jelly} draws the {@link JobTrendAction} in the variable {@code trend}, the view
 * {@code progress.jelly} the {@link CheckView} in the variable {@code check}. A chart shows nothing that a table does not.
 */
@Restricted(NoExternalUse.class)
public interface Charts extends ExtensionPoint {}
