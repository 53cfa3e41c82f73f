package io.polyplug.benchmarks;

/**
 * How long reloads of one kind took, in microseconds.
 *
 * @param name what figures call the kind
 * @param returned until whoever reloads can go on
 * @param reclaimed until what was replaced is closed, too, and its copy is removed or
 * kept to be written over
 */
record ReloadTimes(String name, Samples returned, Samples reclaimed) {

    ReloadTimes(String name) {
        this(name, new Samples(), new Samples());
    }

    void report(Report report) {
        report.figure("reload: " + this.name + ", us", this.returned.median());
        report.figure("reload: " + this.name + ", the quickest, us", this.returned.least());
        report.figure("reload: " + this.name + ", until reclaimed, us", this.reclaimed.median());
    }

}
