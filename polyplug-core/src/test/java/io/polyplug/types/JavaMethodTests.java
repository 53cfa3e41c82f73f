package io.polyplug.types;

import java.util.List;

import io.polyplug.contract.ContractFunction;
import io.polyplug.contract.GuestContract;
import io.polyplug.testing.RuntimeExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * What of a contract interface is Java's own and never reaches the guest.
 */
class JavaMethodTests {

    @RegisterExtension
    static final RuntimeExtension polyplug = RuntimeExtension.with("everything");

    private final Sociable sociable = polyplug.contract(Sociable.class);

    @Test
    void defaultMethodsRunInJavaAndMayCallTheGuest() {
        assertThat(this.sociable.greetAll(List.of("Ada", "Grace"))).containsExactly("hello Ada", "hello Grace");
    }

    @Test
    void defaultMethodsThrowWhatTheyThrow() {
        assertThatIllegalStateException().isThrownBy(this.sociable::complain).withMessage("out of Java");
    }

    @Test
    void defaultMethodsMayTakeWhatNoGuestUnderstands() {
        assertThat(this.sociable.same(List.of(1))).containsExactly(1);
    }

    @Test
    void staticMethodsAreJavas() {
        assertThat(Sociable.twice("x")).isEqualTo("xx");
    }

    @Test
    void inheritedFunctionsBelongToTheContract() {
        assertThat(this.sociable.version()).isEqualTo(100);
    }

    @Test
    void methodsOfObjectAreJavas() {
        Everything everything = polyplug.contract(Everything.class);
        assertThat(this.sociable).hasToString("contract 'demo.Everything' 1.0.0 as " + Sociable.class.getName());
        assertThat(everything).hasToString("contract 'demo.Everything' 1.2.0 as " + Everything.class.getName());
        assertThat(this.sociable.equals(this.sociable)).isTrue();
        assertThat(this.sociable.equals(everything)).isFalse();
        assertThat(this.sociable.equals(null)).isFalse();
        assertThat(this.sociable).hasSameHashCodeAs(this.sociable);
        assertThat(this.sociable.hashCode()).isEqualTo(System.identityHashCode(this.sociable));
    }

    @Test
    void proxyIsMadeOnce() {
        assertThat(polyplug.contract(Sociable.class)).isSameAs(this.sociable);
        assertThat(polyplug.runtime().contract(Sociable.class, "everything")).isNotSameAs(this.sociable)
            .isSameAs(polyplug.runtime().contract(Sociable.class, "everything"));
    }

    /** A part of a contract that other interfaces share; carries no annotation itself. */
    interface Versioned {

        @ContractFunction(0)
        int version();

    }

    /** Has methods of every kind; not public, as interfaces of an application may be. */
    @GuestContract(name = "demo.Everything", version = "1.0")
    interface Sociable extends Versioned {

        @ContractFunction(2)
        String greet(String name);

        default List<String> greetAll(List<String> names) {
            return names.stream().map(this::greet).toList();
        }

        default void complain() {
            throw new IllegalStateException("out of Java");
        }

        default <T> List<T> same(List<T> items) {
            return items;
        }

        static String twice(String text) {
            return text + text;
        }

        @Override
        String toString();

        @Override
        boolean equals(Object other);

        @Override
        int hashCode();

    }

}
