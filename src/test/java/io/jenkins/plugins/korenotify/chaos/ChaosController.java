package io.jenkins.plugins.korenotify.chaos;

import hudson.model.Descriptor.FormException;
import hudson.model.FreeStyleProject;
import hudson.model.Job;
import hudson.security.ACL;
import hudson.security.ACLContext;
import io.jenkins.plugins.korenotify.connection.KoreConfiguration;
import io.jenkins.plugins.korenotify.connection.KoreConnection;
import io.jenkins.plugins.korenotify.connection.TestBot;
import java.io.IOException;
import java.util.List;
import java.util.TreeMap;
import jenkins.model.Jenkins;
import jenkins.model.ParameterizedJobMixIn.ParameterizedJob;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.properties.DurabilityHintJobProperty;
import org.jvnet.hudson.test.JenkinsRule;

/** Starts the builds of a chaos run; runs within the controller. */
final class ChaosController {
    /** The name of the connection. */
    static final String CONNECTION = "chaos";

    // Each freestyle build takes one for as long as it waits.
    private static final int EXECUTORS = 100;

    private ChaosController() {}

    /** Makes the connection. */
    static void prepare(JenkinsRule rule, String url) throws Exception {
        TestBot.store(TestBot.credentials("app"));
        KoreConnection connection = new KoreConnection(CONNECTION);
        connection.setUrl(url);
        connection.setCredentialsId("app");
        KoreConfiguration.get().setConnections(List.of(connection));
        Jenkins.get().setNumExecutors(EXECUTORS);
    }

    /**
     * Starts a build of each of these recipes, a job for each, spread over so many milliseconds; does not wait. A job
     * that is there already, as it was made just before a kill, is used.
     */
    static void feed(JenkinsRule rule, TreeMap<String, BuildRecipe> recipes, long span) {
        Thread feeder = new Thread(() -> {
            try (ACLContext context = ACL.as2(ACL.SYSTEM2)) {
                for (var recipe : recipes.entrySet()) {
                    ParameterizedJob<?, ?> job = job(recipe.getKey(), recipe.getValue());
                    if (((Job<?, ?>) job).getLastBuild() == null) {
                        job.scheduleBuild2(0);
                    }
                    Thread.sleep(span / recipes.size());
                }
            } catch (IOException | FormException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        feeder.setDaemon(true);
        feeder.start();
    }

    private static ParameterizedJob<?, ?> job(String name, BuildRecipe recipe) throws IOException, FormException {
        return recipe.kind().isPipeline() ? pipeline(name, recipe) : freestyle(name, recipe);
    }

    private static WorkflowJob pipeline(String name, BuildRecipe recipe) throws IOException, FormException {
        WorkflowJob job = Jenkins.get().getItemByFullName(name, WorkflowJob.class);
        if (job == null) {
            job = Jenkins.get().createProject(WorkflowJob.class, name);
        }
        job.removeProperty(DurabilityHintJobProperty.class);
        job.addProperty(new DurabilityHintJobProperty(recipe.kind().durability()));
        job.setDefinition(new CpsFlowDefinition(recipe.script(), true));
        return job;
    }

    private static FreeStyleProject freestyle(String name, BuildRecipe recipe) throws IOException {
        FreeStyleProject job = Jenkins.get().getItemByFullName(name, FreeStyleProject.class);
        if (job == null) {
            job = Jenkins.get().createProject(FreeStyleProject.class, name);
        }
        job.getBuildersList()
                .replaceBy(recipe.checks().stream().map(CheckRecipe::builder).toList());
        return job;
    }
}
