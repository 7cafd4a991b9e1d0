package io.jenkins.plugins.korenotify.connection;

import com.cloudbees.plugins.credentials.Credentials;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.CredentialsStore;
import com.cloudbees.plugins.credentials.domains.Domain;
import hudson.model.ModelObject;
import hudson.util.Secret;
import hudson.util.XStream2;
import io.jenkins.plugins.korenotify.credentials.KoreCredentialsImpl;
import io.jenkins.plugins.korenotify.simulator.SimulatedApp;
import io.jenkins.plugins.korenotify.simulator.SimulatedKore;
import io.jenkins.plugins.korenotify.simulator.SimulatorServer;
import java.io.IOException;
import java.time.InstantSource;
import jenkins.model.Jenkins;

/** A simulated Kore.ai over HTTP with one bot and one JWT app, and the credentials and connection that fit it. */
public final class TestBot implements AutoCloseable {
    /** The bot. */
    public static final String STREAM_ID = "st-11111111-2222-3333-4444-555555555555";

    /** The app's client ID. */
    public static final String CLIENT_ID = "cs-11111111-2222-3333-4444-555555555555";

    /** The app's client secret. */
    public static final String SECRET = "0123456789abcdefghijklmnopqrstuvwxyzABCDEF=";

    private final SimulatedKore kore = new SimulatedKore(InstantSource.system(), 1)
            .addBot(STREAM_ID)
            .addApp(SimulatedApp.hs256(CLIENT_ID, SECRET, STREAM_ID));
    private final SimulatorServer server;

    /** A bot without requests. */
    public TestBot() throws IOException {
        server = SimulatorServer.start(0, kore);
    }

    /** What answers. */
    public SimulatedKore kore() {
        return kore;
    }

    /** Where it answers. */
    public String url() {
        return server.url().toString();
    }

    /** The server, to be stopped. */
    public SimulatorServer server() {
        return server;
    }

    /** A connection to this bot with these default credentials. */
    public KoreConnection connection(String name, String credentialsId) {
        KoreConnection connection = new KoreConnection(name);
        connection.setUrl(url());
        connection.setStreamId(STREAM_ID);
        connection.setCredentialsId(credentialsId);
        return connection;
    }

    /** The app's credentials. */
    public static KoreCredentialsImpl credentials(String id) {
        return credentials(id, SECRET);
    }

    /** Credentials with this secret. */
    public static KoreCredentialsImpl credentials(String id, String secret) {
        return new KoreCredentialsImpl(CredentialsScope.GLOBAL, id, "for " + id, CLIENT_ID, Secret.fromString(secret));
    }

    /** Credentials as from a file that has nothing of them: a new form shows the same. */
    public static KoreCredentialsImpl emptyCredentials() {
        return (KoreCredentialsImpl) new XStream2().fromXML("<" + KoreCredentialsImpl.class.getName() + "/>");
    }

    /** Puts credentials into Jenkins' own store. */
    public static void store(Credentials credentials) throws IOException {
        storeIn(Jenkins.get(), Domain.global(), credentials);
    }

    /** Puts credentials into the store of Jenkins or of a folder. */
    public static void storeIn(ModelObject context, Domain domain, Credentials credentials) throws IOException {
        CredentialsStore store =
                CredentialsProvider.lookupStores(context).iterator().next();
        if (store.getDomainByName(domain.getName()) == null) {
            store.addDomain(domain, credentials);
        } else {
            store.addCredentials(domain, credentials);
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
