package io.polyplug.benchmarks;

/**
 * A function of a guest, as bare hosts call it.
 *
 * @param address the code
 * @param data the instance's first word
 * @param contractId the instance's second word
 */
record RawFunction(long address, long data, long contractId) {
}
