/**
 * Projects in C and C++. The two differ in their templates and in how they say types;
 * values lie in native memory as they are declared.
 */
@NullMarked
package io.polyplug.codegen.guest.cmake;

import org.jspecify.annotations.NullMarked;
