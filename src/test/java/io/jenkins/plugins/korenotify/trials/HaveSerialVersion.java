package io.jenkins.plugins.korenotify.trials;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;

/** A class that is stored says which form it is stored in. */
final class HaveSerialVersion extends ArchCondition<JavaClass> {
    HaveSerialVersion() {
        super("have a serialVersionUID");
    }

    @Override
    public void check(JavaClass item, ConditionEvents events) {
        boolean has =
                item.getFields().stream().anyMatch(field -> field.getName().equals("serialVersionUID"));
        events.add(new SimpleConditionEvent(item, has, item.getName() + (has ? " has" : " lacks") + " one"));
    }
}
