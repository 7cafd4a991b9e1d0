package io.jenkins.plugins.korenotify.chaos;

import io.jenkins.plugins.korenotify.step.InconclusiveAction;
import io.jenkins.plugins.korenotify.step.KoreNotifyStatusBuilder;
import java.io.Serializable;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.concurrent.TimeUnit;

/**
 * The parameters of a check, as a Pipeline step or as a build step.
 *
 * @param name tells it from the other checks of the build
 * @param unstable null if there is no such threshold, like {@code failures}
 * @param timeout in seconds
 */
record CheckRecipe(
        String name,
        String stream,
        ArrayList<String> ids,
        BigDecimal rate,
        BigDecimal unstable,
        Long failures,
        boolean failFast,
        int timeout,
        InconclusiveAction onTimeout,
        InconclusiveAction onError,
        boolean propagate)
        implements Serializable {

    /** A Pipeline step, and behind it another that tells that the program went on. */
    String step() {
        return "def " + name + " = koreNotifyStatus(name: '" + name + "', connection: '" + ChaosController.CONNECTION
                + "', streamId: '" + stream + "', requestIds: ['" + String.join("', '", ids) + "'], minSuccessRate: '"
                + rate + "'"
                + (unstable == null ? "" : ", unstableSuccessRate: '" + unstable + "'")
                + (failures == null ? "" : ", maxFailures: " + failures)
                + ", failFast: " + failFast + ", timeout: " + timeout + ", unit: 'SECONDS', onTimeout: '" + onTimeout
                + "', onError: '" + onError + "', propagate: " + propagate + "); echo \"went on: ${" + name
                + ".verdict}\"";
    }

    /** The same as a build step. */
    KoreNotifyStatusBuilder builder() {
        KoreNotifyStatusBuilder builder = new KoreNotifyStatusBuilder();
        builder.setName(name);
        builder.setConnection(ChaosController.CONNECTION);
        builder.setStreamId(stream);
        builder.setRequestIds(ids);
        builder.setMinSuccessRate(rate.toString());
        builder.setUnstableSuccessRate(unstable == null ? null : unstable.toString());
        builder.setMaxFailures(failures == null ? null : failures.toString());
        builder.setFailFast(failFast);
        builder.setTimeout(timeout);
        builder.setUnit(TimeUnit.SECONDS);
        builder.setOnTimeout(onTimeout);
        builder.setOnError(onError);
        builder.setPropagate(propagate);
        return builder;
    }
}
