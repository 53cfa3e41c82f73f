package io.polyplug;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.polyplug.contract.ContractFunction;
import io.polyplug.contract.GuestContract;
import io.polyplug.contract.SideEffectFree;
import io.polyplug.error.ContractUnavailableException;
import io.polyplug.error.GuestCallException;
import io.polyplug.error.ReentrantCallException;
import io.polyplug.error.ReloadException;
import io.polyplug.error.RuntimeClosedException;
import io.polyplug.fixtures.NativeFixtures;
import io.polyplug.rollout.AbandonmentCause;
import io.polyplug.rollout.RolloutFigures;
import io.polyplug.rollout.RolloutInfo;
import io.polyplug.rollout.RolloutMode;
import io.polyplug.rollout.RolloutPhase;
import io.polyplug.rollout.RolloutSettings;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * A candidate serves a share of the calls beside what serves, through real bundles.
 */
@Timeout(300)
class RolloutTests {

    private static final int CALLS = 2_000;

    private final List<RolloutPhase> told = new CopyOnWriteArrayList<>();

    @RegisterExtension
    final Stage stage = new Stage((builder) -> builder.onRollout(this.told::add));

    private PolyplugRuntime runtime() {
        return this.stage.runtime();
    }

    private RolloutInfo begin(RolloutSettings settings) {
        this.stage.load("reload-v1");
        return runtime().canaryBundle(this.stage.bundle("reload-v2"), settings);
    }

    private RolloutInfo rollout() {
        return runtime().rollout("reload").orElseThrow();
    }

    /** Calls a number of times, and returns how often the candidate answered. */
    private int candidateAnswers(int calls) {
        Plugins.Answering answering = this.stage.answering();
        int answers = 0;
        for (int i = 0; i < calls; i++) {
            int answer = answering.answer();
            assertThat(answer).isIn(100, 200);
            answers += (answer == 200) ? 1 : 0;
        }
        return answers;
    }

    private <T extends RolloutPhase> T only(Class<T> type) {
        return this.told.stream().filter(type::isInstance).map(type::cast).reduce((one, other) -> {
            throw new AssertionError(this.told);
        }).orElseThrow(() -> new AssertionError(this.told));
    }

    @Test
    @DisplayName("the candidate gets its share of the calls, whatever it is, and the figures count each call once")
    void candidateGetsItsShare() {
        RolloutInfo begun = begin(RolloutSettings.canary(0));
        assertThat(begun).satisfies((info) -> {
            assertThat(info.bundleName()).isEqualTo("reload");
            assertThat(info.mode()).isEqualTo(RolloutMode.CANARY);
            assertThat(info.servingVersion()).hasToString("1.0.0");
            assertThat(info.candidateVersion()).hasToString("1.1.0");
            assertThat(info.servingGeneration()).isEqualTo(1);
            assertThat(info.candidateGeneration()).isEqualTo(2);
            assertThat(info.step()).isZero();
        });
        assertThat(only(RolloutPhase.Started.class).rollout().candidateGeneration()).isEqualTo(2);
        int expected = 0;
        for (int weight : new int[] { 0, 1, 50, 500, 999, 1000, 333, 0, 500 }) {
            assertThat(runtime().weighBundle("reload", weight).weight()).isEqualTo(weight);
            int answers = candidateAnswers(CALLS);
            assertThat(answers).as("of %s calls at weight %s", CALLS, weight)
                .isBetween(CALLS * weight / 1000 - 5, CALLS * weight / 1000 + 5);
            if (weight == 0 || weight == 1000) {
                assertThat(answers).as("weight %s", weight).isEqualTo(CALLS * weight / 1000);
            }
            expected += answers;
        }
        RolloutFigures candidate = rollout().candidate();
        RolloutFigures serving = rollout().serving();
        assertThat(candidate.calls()).isEqualTo(expected);
        assertThat(serving.calls()).isEqualTo(9L * CALLS - expected);
        assertThat(candidate.errors() + serving.errors()).isZero();
        assertThat(candidate.timedCalls()).isPositive().isLessThan(candidate.calls());
        assertThat(candidate.median()).isPositive().isLessThanOrEqualTo(candidate.percentile99());
        assertThat(serving.percentile99()).isLessThan(Duration.ofMinutes(1));
        assertThat(runtime().statistics().calls()).singleElement()
            .satisfies((calls) -> assertThat(calls.calls()).isEqualTo(9L * CALLS));
    }

    @Test
    @DisplayName("handles, bundles and dependents go on with the version that served before, and statistics know both")
    void onlyCallsFindTheCandidate() {
        this.stage.load("reload-v1");
        this.stage.load("consumer");
        BundleInfo before = runtime().bundle("reload").orElseThrow();
        runtime().canaryBundle(this.stage.bundle("reload-v2"), RolloutSettings.canary(1000));
        assertThat(candidateAnswers(10)).isEqualTo(10);
        assertThat(runtime().bundle("reload")).contains(before);
        assertThat(runtime().contract(Plugins.Consumer.class).remembered()).isEqualTo(100);
        assertThat(runtime().findAllGuestContracts(Plugins.RELOAD_TEST, 0)).hasSize(1);
        assertThat(runtime().statistics().activeGenerations()).isEqualTo(3);
        assertThat(runtime().statistics().bundles()).isEqualTo(2);
        assertThat(runtime().rollouts()).singleElement().isEqualTo(rollout());
    }

    @Test
    @DisplayName("a promoted candidate keeps its generation, with the phases of a reload and the old version to go back to")
    void promote() {
        begin(RolloutSettings.canary(100));
        ReloadReport report = runtime().promoteBundle("reload");
        assertThat(report.previousVersion()).hasToString("1.0.0");
        assertThat(report.version()).hasToString("1.1.0");
        assertThat(report.generation()).isEqualTo(2);
        assertThat(candidateAnswers(100)).isEqualTo(100);
        assertThat(runtime().rollout("reload")).isEmpty();
        assertThat(runtime().bundle("reload").orElseThrow().generation()).isEqualTo(2);
        this.stage.awaitReclamation();
        assertThat(this.stage.phases.stream().map((each) -> each.getClass().getSimpleName() + each.generation()))
            .containsExactly("Preparing2", "Reloaded2", "Reclaimed1");
        RolloutPhase.Promoted promoted = only(RolloutPhase.Promoted.class);
        assertThat(promoted.rollout().candidateGeneration()).isEqualTo(2);
        assertThat(promoted.reason()).isEqualTo("it was asked for");
        assertThat(runtime().rollbackBundle("reload").generation()).isEqualTo(3);
        assertThat(candidateAnswers(10)).isZero();
    }

    @Test
    @DisplayName("an abandoned candidate gets no call any more and is reclaimed, and its number is not used again")
    void abandon() {
        begin(RolloutSettings.canary(1000));
        assertThat(candidateAnswers(10)).isEqualTo(10);
        RolloutInfo last = runtime().abandonBundle("reload");
        assertThat(last.candidate().calls()).isEqualTo(10);
        assertThat(candidateAnswers(100)).isZero();
        assertThat(runtime().rollouts()).isEmpty();
        this.stage.awaitReclamation();
        assertThat(this.stage.reclaimed("reload")).containsExactly(2L);
        assertThat(only(RolloutPhase.Abandoned.class)).satisfies((abandoned) -> {
            assertThat(abandoned.rollout().candidate().calls()).isEqualTo(10);
            assertThat(abandoned.reason()).isEqualTo("it was asked for");
            assertThat(abandoned.cause()).isEqualTo(AbandonmentCause.REQUESTED);
        });
        assertThat(this.stage.privateCopies()).hasSize(1);
        assertThat(runtime().reloadBundle("reload").generation()).isEqualTo(3);
    }

    @Test
    @DisplayName("a call that is in the candidate holds it, and finishes there")
    void callInFlightHoldsTheCandidate() {
        this.stage.load("slow");
        runtime().canaryBundle(this.stage.bundle("slow-v2"), RolloutSettings.canary(1000));
        HeldCall<Integer> held = this.stage.hold();
        runtime().abandonBundle("slow");
        assertThat(runtime().contract(Plugins.Slow.class).version()).isEqualTo(100);
        assertThat(runtime().awaitReclamation(Duration.ofMillis(50))).isFalse();
        assertThat(runtime().statistics().holders()).singleElement()
            .satisfies((holder) -> assertThat(holder.generation()).isEqualTo(2));
        assertThat(held.release()).isEqualTo(200);
        this.stage.awaitReclamation();
    }

    @Test
    @DisplayName("a reload, a rollback, an unload and a close end the rollout, and a failed reload does not")
    void otherOperationsEndIt() {
        begin(RolloutSettings.canary(500));
        assertThatExceptionOfType(ReloadException.class)
            .isThrownBy(() -> runtime().reloadBundle(this.stage.bundle("reload-init-fails")));
        assertThat(candidateAnswers(100)).isBetween(45, 55);
        assertThat(runtime().reloadBundle(this.stage.bundle("reload-minor")).generation()).isEqualTo(3);
        assertThat(only(RolloutPhase.Abandoned.class).reason()).contains("was replaced by version", "(generation 3)");
        assertThat(only(RolloutPhase.Abandoned.class).cause()).isEqualTo(AbandonmentCause.SUPERSEDED);
        runtime().reloadBundle(this.stage.bundle("reload-v1"));
        runtime().canaryBundle(this.stage.bundle("reload-v2"), RolloutSettings.canary(1000));
        runtime().rollbackBundle("reload");
        assertThat(runtime().rollouts()).isEmpty();
        runtime().canaryBundle(this.stage.bundle("reload-v2"), RolloutSettings.canary(1000));
        runtime().unloadBundle("reload");
        assertThat(runtime().rollouts()).isEmpty();
        assertThatExceptionOfType(ContractUnavailableException.class).isThrownBy(() -> this.stage.answering().answer());
        this.stage.awaitReclamation();
        this.stage.load("reload-v1");
        runtime().canaryBundle(this.stage.bundle("reload-v2"), RolloutSettings.canary(1000));
        runtime().close();
        assertThat(this.told.get(this.told.size() - 1)).isInstanceOf(RolloutPhase.Abandoned.class);
        assertThat(this.stage.mappedLibraries()).isEmpty();
        assertThatExceptionOfType(RuntimeClosedException.class).isThrownBy(() -> runtime().rollouts());
    }

    @Test
    @DisplayName("a candidate that cannot serve is refused as for a reload, with what goes on serving, and leaves no trace")
    void refusedCandidateLeavesNoTrace() {
        this.stage.load("reload-v1");
        this.stage.answering().answer();
        for (String broken : new String[] { "reload-init-fails", "reload-dropped", "reload-no-functions",
                "reload-wrong-abi" }) {
            assertThatExceptionOfType(ReloadException.class).as(broken)
                .isThrownBy(() -> runtime().canaryBundle(this.stage.bundle(broken), RolloutSettings.canary(500)))
                .withMessageStartingWith("rollout failed for bundle 'reload': ")
                .withMessageContaining("Version 1.0.0 (generation 1) goes on serving");
            assertThat(runtime().rollouts()).isEmpty();
            assertThat(candidateAnswers(20)).isZero();
        }
        assertThat(this.told).isEmpty();
        assertThat(this.stage.phases).hasSize(4).allSatisfy((phase) -> {
            assertThat(phase).isInstanceOfSatisfying(ReloadPhase.Failed.class, (failed) -> {
                assertThat(failed.previousGeneration()).isEqualTo(1);
                assertThat(failed.kind()).isEqualTo(ReloadKind.RELOAD);
                assertThat(failed.cause()).hasMessageStartingWith("rollout failed for bundle 'reload': ");
            });
        });
        assertThat(this.stage.privateCopies()).hasSize(1);
        assertThat(this.stage.mappedLibraries()).hasSize(1);
        assertThat(runtime().reloadBundle("reload").generation()).isEqualTo(2);
    }

    @Test
    @DisplayName("what cannot be done is refused with the cure: a second rollout, none at all, a wrong weight, no hot reload")
    void refusals() {
        begin(RolloutSettings.canary(500));
        assertThatExceptionOfType(ReloadException.class)
            .isThrownBy(() -> runtime().canaryBundle("reload", RolloutSettings.canary(1)))
            .withMessage("rollout refused for bundle 'reload': its version 1.1.0 (generation 2) is being tried already."
                    + " Promote or abandon that first");
        assertThatIllegalArgumentException().isThrownBy(() -> runtime().weighBundle("reload", 1001));
        runtime().abandonBundle("reload");
        List<ReloadException> refused = new ArrayList<>();
        for (Runnable each : List.<Runnable>of(() -> runtime().weighBundle("reload", 1),
                () -> runtime().promoteBundle("reload"), () -> runtime().abandonBundle("reload"))) {
            assertThatExceptionOfType(ReloadException.class).isThrownBy(each::run).satisfies(refused::add);
        }
        assertThat(refused).extracting(Throwable::getMessage)
            .allSatisfy((message) -> assertThat(message).contains("the rollout of bundle 'reload': it has none"));
        PolyplugRuntime cold = this.stage.another((builder) -> builder.hotReload(false));
        cold.loadBundle(this.stage.bundle("reload-v1"));
        assertThatExceptionOfType(ReloadException.class)
            .isThrownBy(() -> cold.canaryBundle("reload", RolloutSettings.canary(1)))
            .withMessageContaining("hot-reload is disabled");
    }

    @Test
    @DisplayName("a listener that throws changes nothing")
    void listenerThatThrows() {
        PolyplugRuntime runtime = this.stage.another((builder) -> builder.onRollout((phase) -> {
            throw new IllegalStateException("a listener of rollouts");
        }));
        runtime.loadBundle(this.stage.bundle("reload-v1"));
        runtime.canaryBundle(this.stage.bundle("reload-v2"), RolloutSettings.canary(1000));
        assertThat(runtime.contract(Plugins.Answering.class).answer()).isEqualTo(200);
        assertThat(runtime.promoteBundle("reload").generation()).isEqualTo(2);
    }

    @Test
    @DisplayName("a rollout goes on when another provider of its contract comes and goes, and new proxies take part")
    void otherProvidersComeAndGo() {
        begin(RolloutSettings.canary(1000));
        runtime().loadBundle(this.stage.renamed("reload-v1", "other"));
        assertThat(candidateAnswers(10)).isEqualTo(10);
        assertThat(runtime().contract(Plugins.Answering.class, "reload").answer()).isEqualTo(200);
        assertThat(runtime().contract(Plugins.Answering.class, "other").answer()).isEqualTo(100);
        assertThat(runtime().contracts(Plugins.Answering.class).get("reload").answer()).isEqualTo(200);
        runtime().unloadBundle("other");
        assertThat(candidateAnswers(10)).isEqualTo(10);
        assertThat(rollout().candidate().calls()).isEqualTo(22);
    }

    @Test
    @DisplayName("a cell that comes to show the bundle takes part from then on")
    void cellThatComesToShowTheBundle() {
        this.stage.load("reload-v1");
        Path other = this.stage.renamed("reload-v1", "other");
        runtime().loadBundle(other);
        NativeFixtures.copyLibraryTo("reload-v2", other);
        runtime().canaryBundle("other", RolloutSettings.canary(1000));
        assertThat(candidateAnswers(10)).as("the first provider has no rollout").isZero();
        runtime().unloadBundle("reload");
        assertThat(candidateAnswers(10)).isEqualTo(10);
    }

    /** What the Java objects of the following tests serve. */
    @GuestContract(name = "demo.Pricing", version = "1.0.0")
    interface Pricing {

        @SideEffectFree
        @ContractFunction(0)
        int price(int item);

        @ContractFunction(1)
        int book(int item);

        @SideEffectFree
        @ContractFunction(2)
        byte[] render(byte[] template);

        @SideEffectFree
        @ContractFunction(3)
        Offer offer(String customer);

    }

    /** The same functions, called later. */
    @GuestContract(name = "demo.Pricing", version = "1.0.0")
    interface LaterPricing {

        @SideEffectFree
        @ContractFunction(0)
        CompletionStage<Integer> price(int item);

    }

    record Offer(String text, Line line) {
    }

    record Line(byte[] code, double amount) {
    }

    /** Prices that are off by a number, and errors for some items. */
    static class Prices implements Pricing {

        final int off;

        final AtomicInteger calls = new AtomicInteger();

        Prices(int off) {
            this.off = off;
        }

        @Override
        public int price(int item) {
            this.calls.incrementAndGet();
            if (item < 0) {
                throw new GuestCallException(400 - item, "no such item", "unused", null);
            }
            return item + this.off;
        }

        @Override
        public int book(int item) {
            return price(item);
        }

        @Override
        public byte[] render(byte[] template) {
            this.calls.incrementAndGet();
            template[0] += (byte) this.off;
            return template;
        }

        @Override
        public Offer offer(String customer) {
            return new Offer(customer, new Line(new byte[] { 1, 2, (byte) this.off }, Double.NaN));
        }

    }

    /** Prices that fail for every item. */
    static final class NoPrices extends Prices {

        NoPrices() {
            super(0);
        }

        @Override
        public int price(int item) {
            this.calls.incrementAndGet();
            throw new GuestCallException(77, "out of prices", "unused", null);
        }

    }

    private Pricing begin(Prices serving, Prices candidate, RolloutSettings settings) {
        runtime().loadBundle(InProcessBundle.of("pricing", "1.0.0").provide(Pricing.class, serving));
        runtime().canaryBundle(InProcessBundle.of("pricing", "2.0.0").provide(Pricing.class, candidate), settings);
        return runtime().contract(Pricing.class);
    }

    private RolloutInfo pricing() {
        return runtime().rollout("pricing").orElseThrow();
    }

    @Test
    @DisplayName("where the candidate fails, a function that is free of side effects is answered by the other version")
    void failedCandidateIsAnsweredForByTheOther() {
        Pricing pricing = begin(new Prices(0), new NoPrices(), RolloutSettings.canary(500));
        for (int i = 0; i < CALLS; i++) {
            assertThat(pricing.price(i)).isEqualTo(i);
        }
        RolloutFigures candidate = pricing().candidate();
        assertThat(candidate.calls()).isBetween(CALLS / 2L - 5, CALLS / 2L + 5);
        assertThat(candidate.errors()).isEqualTo(candidate.calls());
        assertThat(candidate.answeredByOther()).isEqualTo(candidate.calls());
        assertThat(candidate.errorRatio()).isEqualTo(1);
        assertThat(pricing().serving().errors()).isZero();
        assertThat(pricing().serving().calls()).isEqualTo(CALLS);
        int failed = 0;
        for (int i = 0; i < 100; i++) {
            try {
                assertThat(pricing.book(i)).isEqualTo(i);
            }
            catch (GuestCallException ex) {
                assertThat(ex.code()).isEqualTo(77);
                failed++;
            }
        }
        assertThat(failed).as("errors of a function with side effects reach the caller").isBetween(45, 55);
        assertThat(pricing().candidate().errors()).isEqualTo(candidate.errors() + failed);
        assertThat(pricing().candidate().answeredByOther()).isEqualTo(candidate.answeredByOther());
    }

    @Test
    @DisplayName("a call that both versions fail ends with the error of the one that served before")
    void bothFail() {
        Pricing pricing = begin(new Prices(0), new NoPrices(), RolloutSettings.canary(1000));
        assertThatExceptionOfType(GuestCallException.class).isThrownBy(() -> pricing.price(-4))
            .satisfies((ex) -> assertThat(ex.code()).isEqualTo(404));
        assertThat(pricing().candidate().errors()).isEqualTo(1);
        assertThat(pricing().serving().errors()).isEqualTo(1);
    }

    @Test
    @DisplayName("a shadow is called for functions without side effects only, and nobody but the figures sees it")
    void shadow() {
        Prices serving = new Prices(0);
        Prices candidate = new Prices(1);
        Pricing pricing = begin(serving, candidate, RolloutSettings.shadow(1000));
        assertThat(pricing.price(5)).isEqualTo(5);
        assertThat(pricing().comparisons().different()).isEqualTo(1);
        assertThat(pricing().comparisons().lastDifference()).contains("price: 5 became 6");
        assertThat(pricing.book(5)).isEqualTo(5);
        assertThat(candidate.calls).hasValue(1);
        assertThatExceptionOfType(GuestCallException.class).isThrownBy(() -> pricing.price(-1));
        assertThat(pricing().comparisons().equal()).as("both fail with one code").isEqualTo(1);
        byte[] template = { 7, 8 };
        assertThat(pricing.render(template)).containsExactly(7, 8);
        assertThat(template).containsExactly(7, 8);
        assertThat(pricing().comparisons().lastDifference())
            .contains("render: 2 bytes [7, 8] became 2 bytes [8, 8], from byte 0");
        assertThat(pricing.offer("Ada").line().code()).containsExactly(1, 2, 0);
        assertThat(pricing().comparisons().different()).isEqualTo(3);
        assertThat(pricing().candidate().calls()).isEqualTo(4);
        assertThat(pricing().serving().calls()).isEqualTo(5);
    }

    @Test
    @DisplayName("results with arrays in nested records are equal if all that is in them is, and errors differ from values")
    void comparison() {
        Pricing same = begin(new Prices(3), new Prices(3), RolloutSettings.shadow(1000));
        same.offer("Ada\n");
        assertThat(pricing().comparisons().equal()).isEqualTo(1);
        runtime().unloadBundle("pricing");
        Pricing failing = begin(new Prices(3), new NoPrices(), RolloutSettings.shadow(1000));
        assertThat(failing.price(1)).isEqualTo(4);
        assertThat(pricing().comparisons().lastDifference()).contains("price: 4 became an error with code 77");
        assertThat(pricing().candidate().errors()).isEqualTo(1);
        assertThat(pricing().candidate().answeredByOther()).isZero();
    }

    @Test
    @DisplayName("a shadow gets its share of the calls")
    void shadowGetsItsShare() {
        Prices candidate = new Prices(0);
        Pricing pricing = begin(new Prices(0), candidate, RolloutSettings.shadow(100));
        for (int i = 0; i < CALLS; i++) {
            pricing.price(i);
        }
        assertThat(candidate.calls.get()).isBetween(CALLS / 10 - 5, CALLS / 10 + 5);
        assertThat(pricing().serving().calls()).isEqualTo(CALLS);
        assertThat(pricing().comparisons().equal()).isEqualTo(candidate.calls.get());
    }

    @Test
    @DisplayName("a selector decides by arguments, and a call whose selector throws goes to the version before")
    void selector() {
        Pricing pricing = begin(new Prices(0), new Prices(1000), RolloutSettings.canary(1000).withSelector((call) -> {
            assertThat(call.bundleName()).isEqualTo("pricing");
            assertThat(call.contractName()).isEqualTo("demo.Pricing");
            assertThat(call.method().getName()).isEqualTo("price");
            int item = (int) call.arguments().get(0);
            if (item == 13) {
                throw new IllegalStateException("not thirteen");
            }
            return item % 2 == 0;
        }));
        for (int i = 0; i < 100; i++) {
            assertThat(pricing.price(i)).isEqualTo((i % 2 == 0) ? i + 1000 : i);
        }
        assertThat(pricing().candidate().calls()).isEqualTo(50);
        runtime().weighBundle("pricing", 500);
        int selected = 0;
        for (int i = 0; i < 1000; i++) {
            selected += (pricing.price(2) > 1000) ? 1 : 0;
        }
        assertThat(selected).as("the weight is that of the selected calls").isBetween(495, 505);
    }

    @Test
    @DisplayName("all calls of a key go to one version while the rollout lasts, and the weight is that of the keys")
    void sticky() {
        Pricing pricing = begin(new Prices(0), new Prices(10_000), RolloutSettings.canary(300)
            .withKey((call) -> ((int) call.arguments().get(0) == 9_999) ? null : "session " + call.arguments().get(0)));
        boolean[] first = new boolean[1000];
        int candidates = 0;
        for (int i = 0; i < first.length; i++) {
            first[i] = pricing.price(i) >= 10_000;
            candidates += first[i] ? 1 : 0;
        }
        assertThat(candidates).isBetween(295, 305);
        runtime().weighBundle("pricing", 900);
        for (int i = 0; i < first.length; i++) {
            assertThat(pricing.price(i) >= 10_000).as("key %s", i).isEqualTo(first[i]);
        }
        int withoutKey = 0;
        for (int i = 0; i < 1000; i++) {
            withoutKey += (pricing.price(9_999) >= 10_000) ? 1 : 0;
        }
        assertThat(withoutKey).as("a call without a key goes by weight").isBetween(895, 905);
    }

    @Test
    @DisplayName("calls that are made later take part, and are answered for by the other version too")
    void asynchronous() throws Exception {
        begin(new Prices(0), new NoPrices(), RolloutSettings.canary(500));
        LaterPricing later = runtime().contract(LaterPricing.class);
        List<CompletableFuture<Integer>> answers = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            answers.add(later.price(i).toCompletableFuture());
        }
        for (int i = 0; i < 200; i++) {
            assertThat(answers.get(i).get(30, TimeUnit.SECONDS)).isEqualTo(i);
        }
        assertThat(pricing().candidate().answeredByOther()).isBetween(95L, 105L);
        assertThat(pricing().serving().calls()).isEqualTo(200);
    }

    @Test
    @DisplayName("a weight may be changed and a candidate ended from a listener, and not while its bundle is replaced")
    void operationsFromListeners() throws Exception {
        List<Throwable> refused = new CopyOnWriteArrayList<>();
        CountDownLatch done = new CountDownLatch(1);
        PolyplugRuntime[] built = new PolyplugRuntime[1];
        built[0] = this.stage.another((builder) -> builder.onRollout((phase) -> {
            if (phase instanceof RolloutPhase.Started) {
                built[0].weighBundle("reload", 1000);
            }
            done.countDown();
        }).onReload((phase) -> {
            if (phase instanceof ReloadPhase.Preparing) {
                try {
                    built[0].abandonBundle("reload");
                }
                catch (ReentrantCallException ex) {
                    refused.add(ex);
                }
            }
        }));
        built[0].loadBundle(this.stage.bundle("reload-v1"));
        built[0].canaryBundle(this.stage.bundle("reload-v2"), RolloutSettings.canary(0));
        assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(built[0].contract(Plugins.Answering.class).answer()).isEqualTo(200);
        built[0].promoteBundle("reload");
        assertThat(refused).hasSize(1);
        assertThat(built[0].rollouts()).isEmpty();
    }

}
