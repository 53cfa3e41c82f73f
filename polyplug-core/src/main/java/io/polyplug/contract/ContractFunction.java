package io.polyplug.contract;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Names the function of the contract that an abstract method stands for.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface ContractFunction {

    /**
     * {@return the function's id: its place in the contract, from 0 (docs/abi.md 5.1)}
     */
    int value();

}
