package io.polyplug;

/**
 * What an operation may be doing, in words that follow "is at:".
 */
final class Step {

    static final String BEGINNING = "beginning";

    static final String COPYING = "copying its folder";

    static final String CHECKING = "checking manifest and signature";

    static final String ASKING = "asking the application";

    static final String PUBLISHING = "publishing its contracts";

    static final String LISTENERS = "telling listeners";

    static final String WITHDRAWING = "withdrawing its contracts";

    private Step() {
    }

}
