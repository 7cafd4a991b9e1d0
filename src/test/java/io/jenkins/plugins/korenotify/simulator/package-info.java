/**
 * A simulated Kore.ai: every publicly known rule of its outbound notification API (tokens, scopes, rate limits, status
 * bodies, errors), plus the trouble a real network and a real server add, all of it reproducible from one seed.
 *
 * <p>It is written independently of the plugin's own engine, so that a misreading of a rule there meets a second
 * opinion here. {@link io.jenkins.plugins.korenotify.simulator.SimulatedKore} is the pure model with an injected clock;
 * {@link io.jenkins.plugins.korenotify.simulator.SimulatorServer} puts it behind real HTTP on the loopback interface;
 * {@link io.jenkins.plugins.korenotify.simulator.Scenarios} is the catalogue of ready requests.
 *
 * <p>Depends on the JDK and jackson-core alone.
 */
package io.jenkins.plugins.korenotify.simulator;
