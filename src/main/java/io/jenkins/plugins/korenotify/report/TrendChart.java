package io.jenkins.plugins.korenotify.report;

import hudson.ExtensionPoint;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * Draws the trend of a job: its view {@code chart.jelly} is shown above the table and finds the {@link JobTrendAction}
 * in the variable {@code trend}. It shows nothing that the table does not say.
 */
@Restricted(NoExternalUse.class)
public interface TrendChart extends ExtensionPoint {}
