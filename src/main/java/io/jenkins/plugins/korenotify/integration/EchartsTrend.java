package io.jenkins.plugins.korenotify.integration;

import io.jenkins.plugins.korenotify.report.TrendChart;
import org.jenkinsci.plugins.variant.OptionalExtension;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/** Draws the trend of a job with the ECharts of echarts-api: recipients as stacked bars, the success rate as a line. */
@OptionalExtension(requirePlugins = "echarts-api")
@Restricted(NoExternalUse.class)
public final class EchartsTrend implements TrendChart {}
