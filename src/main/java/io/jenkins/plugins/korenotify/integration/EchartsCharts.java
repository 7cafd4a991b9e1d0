package io.jenkins.plugins.korenotify.integration;

import io.jenkins.plugins.korenotify.report.Charts;
import org.jenkinsci.plugins.variant.OptionalExtension;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/** Draws charts with the ECharts of echarts-api. */
@OptionalExtension(requirePlugins = "echarts-api")
@Restricted(NoExternalUse.class)
public final class EchartsCharts implements Charts {}
