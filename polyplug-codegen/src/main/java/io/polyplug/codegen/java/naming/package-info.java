/**
 * What both directions between an api and Java share: names there and back, the constants
 * of enums, and the rules of Java that an api has to keep.
 */
@NullMarked
package io.polyplug.codegen.java.naming;

import org.jspecify.annotations.NullMarked;
