package io.polyplug.hostcontract;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntFunction;

import io.polyplug.contract.ContractFunction;
import io.polyplug.contract.HostContract;
import io.polyplug.contract.HostContractId;
import io.polyplug.error.GuestCallException;
import io.polyplug.error.HostContractException;
import io.polyplug.hostapi.HostApiGuest;
import io.polyplug.testing.RuntimeExtension;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Host contracts that are registered, looked up, called and taken away at the same time.
 */
class ConcurrentHostContractTests {

    private static final long GREETER = HostContractId.of("host.Greeter", 1).value();

    private static final List<Class<? extends Numbered>> NUMBERED = List.of(One.class, Two.class, Three.class,
            Four.class, Five.class, Six.class, Seven.class, Eight.class);

    @RegisterExtension
    final RuntimeExtension polyplug = RuntimeExtension.with("caller", "hostapi");

    private static <T> List<T> together(int threads, IntFunction<Callable<T>> tasks) throws Exception {
        CyclicBarrier start = new CyclicBarrier(threads);
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            List<Future<T>> futures = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                Callable<T> task = tasks.apply(i);
                futures.add(executor.submit(() -> {
                    start.await();
                    return task.call();
                }));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> future : futures) {
                results.add(future.get());
            }
            return results;
        }
        finally {
            executor.shutdownNow();
        }
    }

    private long idOf(Class<?> type) {
        return HostContractId.of(type.getAnnotation(HostContract.class).name(), 1).value();
    }

    @SuppressWarnings("unchecked")
    private void register(Class<? extends Numbered> type) {
        Object implementation = java.lang.reflect.Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] { type },
                (proxy, method, arguments) -> NUMBERED.indexOf(type));
        this.polyplug.runtime().registerHostContract((Class<Object>) (Class<?>) type, implementation);
    }

    @Test
    @DisplayName("HC-27, HC-28: lookups from many threads all succeed")
    void lookups() throws Exception {
        NUMBERED.forEach(this::register);
        HostApiGuest guest = this.polyplug.contract(HostApiGuest.class);
        List<Boolean> found = together(10, (thread) -> () -> {
            for (int round = 0; round < 50; round++) {
                for (Class<?> type : NUMBERED) {
                    if (guest.getHost(idOf(type), 1 << 16) == 0 || guest.resolveHost(idOf(type), 0) == 0) {
                        return false;
                    }
                }
            }
            return true;
        });
        assertThat(found).hasSize(10).containsOnly(true);
    }

    @Test
    @DisplayName("HC-29, G-04: registrations of different contracts all land")
    void registrationsOfDifferentContracts() throws Exception {
        together(NUMBERED.size(), (thread) -> () -> {
            register(NUMBERED.get(thread));
            return true;
        });
        HostApiGuest guest = this.polyplug.contract(HostApiGuest.class);
        assertThat(NUMBERED).allSatisfy((type) -> assertThat(guest.getHost(idOf(type), 0)).isNotZero());
    }

    @Test
    @DisplayName("G-05: of eight registrations of one contract exactly one lands")
    void registrationsOfOneContract() throws Exception {
        List<String> outcomes = together(8, (thread) -> () -> {
            try {
                this.polyplug.runtime().registerHostContract(Greeter.class, new Greeter.Friendly() {
                    @Override
                    public String greet(String name) {
                        return "from " + thread;
                    }
                });
                return "from " + thread;
            }
            catch (HostContractException ex) {
                return "duplicate";
            }
        });
        assertThat(outcomes).filteredOn((outcome) -> !outcome.equals("duplicate")).hasSize(1);
        String winner = outcomes.stream().filter((outcome) -> !outcome.equals("duplicate")).findFirst().orElseThrow();
        assertThat(this.polyplug.contract(CallerGuest.class).call("x")).isEqualTo(winner);
    }

    @Test
    @DisplayName("HC-12: threads that ask at once get the same token of a shared contract")
    void sharedTokenIsOne() throws Exception {
        HostApiGuest guest = this.polyplug.contract(HostApiGuest.class);
        this.polyplug.runtime().registerHostContract(Greeter.class, new Greeter.Friendly());
        List<Long> tokens = together(8, (thread) -> () -> guest.getHost(GREETER, 0));
        assertThat(tokens).doesNotContain(0L).containsOnly(tokens.get(0));
    }

    @Test
    void callsDuringReRegistrationSucceedOrGetCode100() throws Exception {
        CallerGuest caller = this.polyplug.contract(CallerGuest.class);
        this.polyplug.runtime().registerHostContract(Greeter.class, new Greeter.Friendly());
        caller.remember();
        AtomicBoolean stop = new AtomicBoolean();
        ExecutorService executor = Executors.newFixedThreadPool(3);
        try {
            List<Future<Integer>> answers = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                answers.add(executor.submit(() -> answersUntil(stop, caller)));
            }
            for (int i = 0; i < 500; i++) {
                assertThat(this.polyplug.runtime().unregisterHostContract(Greeter.class)).isTrue();
                this.polyplug.runtime().registerHostContract(Greeter.class, new Greeter.Friendly());
            }
            stop.set(true);
            for (Future<Integer> each : answers) {
                assertThat(each.get()).as("calls that were answered").isPositive();
            }
        }
        catch (ExecutionException ex) {
            throw new AssertionError("A call failed otherwise", ex.getCause());
        }
        finally {
            stop.set(true);
            executor.shutdownNow();
        }
    }

    private static int answersUntil(AtomicBoolean stop, CallerGuest caller) {
        int answers = 0;
        while (!stop.get() || answers == 0) {
            try {
                assertThat(caller.remembered(20, 22)).isEqualTo(42);
                answers++;
            }
            catch (GuestCallException ex) {
                assertThat(ex.code()).isEqualTo(100);
            }
        }
        return answers;
    }

    interface Numbered {

        @ContractFunction(0)
        int number();

    }

    @HostContract(name = "host.One", version = "1.0")
    interface One extends Numbered {

    }

    @HostContract(name = "host.Two", version = "1.0")
    interface Two extends Numbered {

    }

    @HostContract(name = "host.Three", version = "1.0")
    interface Three extends Numbered {

    }

    @HostContract(name = "host.Four", version = "1.0")
    interface Four extends Numbered {

    }

    @HostContract(name = "host.Five", version = "1.0")
    interface Five extends Numbered {

    }

    @HostContract(name = "host.Six", version = "1.0", singleton = false)
    interface Six extends Numbered {

    }

    @HostContract(name = "host.Seven", version = "1.0", singleton = false)
    interface Seven extends Numbered {

    }

    @HostContract(name = "host.Eight", version = "1.0", singleton = false)
    interface Eight extends Numbered {

    }

}
