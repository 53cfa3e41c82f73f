package io.polyplug.codegen.java.reading;

/**
 * Thrown where something of Java has no place in an api, by whoever does not know in
 * which method it was found.
 */
final class Refusal extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String text;

    private final String cure;

    /**
     * Creates the exception.
     * @param text what is wrong, without a full stop
     * @param cure what to do about it, without a full stop
     */
    Refusal(String text, String cure) {
        super(text);
        this.text = text;
        this.cure = cure;
    }

    /**
     * Refuses a name that would not come back from the api.
     * @param name the name
     * @param returned what Java would call it instead
     */
    static Refusal ofName(String name, String returned) {
        return returned.equals(name)
                ? new Refusal("its name " + name + " is not made of letters from A to Z, digits and underscores",
                        "Rename it")
                : new Refusal("its name " + name + " would come back from the api as " + returned,
                        "Rename it to " + returned);
    }

    String text() {
        return this.text;
    }

    String cure() {
        return this.cure;
    }

    /**
     * Returns the same, told with where it was found.
     * @param place where, such as {@code parameter text}
     */
    Refusal in(String place) {
        Refusal refusal = new Refusal(place + ": " + this.text, this.cure);
        refusal.initCause(this);
        return refusal;
    }

}
