/**
 * From an api to Java: the text of an interface, a record or an enum. Takes for granted
 * that Java can say what the api does.
 */
@NullMarked
package io.polyplug.codegen.java.writing;

import org.jspecify.annotations.NullMarked;
