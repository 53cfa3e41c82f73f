package io.polyplug.contract;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says of a contract function that it may be called twice, or in vain, without anybody
 * noticing: it computes its result and changes nothing. During a rollout such a call is
 * answered by the version that served before where the candidate fails, and is made to
 * both where the candidate is a shadow.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface SideEffectFree {

}
