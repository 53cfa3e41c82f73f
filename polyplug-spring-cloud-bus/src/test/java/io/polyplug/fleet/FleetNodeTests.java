package io.polyplug.fleet;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

import io.polyplug.fleet.SimulatedFleet.Instance;
import io.polyplug.fleet.message.Answer;
import io.polyplug.fleet.message.Change;
import io.polyplug.fleet.message.Ending;
import io.polyplug.fleet.message.Order;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of a {@link FleetNode} among others, on a bus that loses what a test wants lost.
 */
class FleetNodeTests {

    private final SimulatedFleet fleet = new SimulatedFleet();

    private List<Instance> start(int count) {
        return IntStream.range(0, count).mapToObj((each) -> this.fleet.start("app:" + (10 + each), "v1")).toList();
    }

    private void deploy(String version) {
        this.fleet.instances.values().forEach((each) -> each.folder = version);
    }

    private List<String> served() {
        return this.fleet.instances.values().stream().map((each) -> each.served).toList();
    }

    @Test
    void instanceThatStartsAndThoseThatAreThereKnowEachOther() {
        List<Instance> started = start(3);
        assertThat(started)
            .allSatisfy((each) -> assertThat(each.state().instances()).extracting(FleetState.Member::instance)
                .containsExactly("app:10", "app:11", "app:12"));
    }

    @Test
    void commandGoesInWavesAndItsBuildIsDesiredByAllAfterwards() {
        List<Instance> started = start(10);
        deploy("v2");
        started.get(4).begin(this.fleet.reload("1, 30%, all"));
        assertThat(started.get(4).command().outcome()).isEqualTo("succeeded");
        assertThat(this.fleet.ordered()).containsExactly("app:10", "app:11+app:12",
                "app:13+app:14+app:15+app:16+app:17+app:18+app:19");
        assertThat(served()).containsOnly("v2");
        assertThat(started).allSatisfy((each) -> assertThat(each.state().desired()).singleElement()
            .satisfies((desired) -> assertThat(desired.digest()).isEqualTo("v2")));
    }

    @Test
    void commandStopsAtFirstInstanceThatFailsAndChangesNothingThatIsDesired() {
        List<Instance> started = start(4);
        deploy("v2");
        started.get(1).broken = true;
        started.get(0).begin(this.fleet.reload("1, 50%, all"));
        assertThat(started.get(0).command().outcome()).isEqualTo("stopped");
        assertThat(started.get(0).command().reason()).contains("app:11", "its library is broken");
        assertThat(served()).containsExactly("v2", "v1", "v1", "v1");
        assertThat(started.get(2).state().desired()).isEmpty();
    }

    @Test
    void commandStopsWhereAnotherBuildLiesThanTheFirstInstanceServes() {
        List<Instance> started = start(3);
        deploy("v2");
        started.get(2).folder = "v3";
        started.get(0).begin(this.fleet.reload("1, all"));
        assertThat(started.get(0).command().reason()).contains("app:12", "refused", "v3");
        assertThat(served()).containsExactly("v2", "v2", "v1");
    }

    @Test
    void buildsOfOneWaveMustBeTheSame() {
        List<Instance> started = start(2);
        started.get(0).folder = "v2";
        started.get(1).folder = "v3";
        started.get(0).begin(this.fleet.reload("all"));
        assertThat(started.get(0).command().outcome()).isEqualTo("stopped");
    }

    @Test
    void instanceWhoseFolderDoesNotHoldWhatIsExpectedRefuses() {
        List<Instance> started = start(2);
        deploy("v2");
        started.get(0)
            .begin(new Command(new Change("greeter", "reloaded", null, "v9", null), "**", Waves.of("all"),
                    Duration.ofSeconds(30), null));
        assertThat(started.get(0).command().answers()).extracting(Answer::outcome).containsOnly(Answer.REFUSED);
        assertThat(served()).containsOnly("v1");
    }

    @Test
    void commandSentAgainAsksNoInstanceToChangeAgain() {
        List<Instance> started = start(3);
        deploy("v2");
        started.get(0).begin(this.fleet.reload("all"));
        started.get(1).begin(this.fleet.reload("all"));
        assertThat(started.get(1).command().answers()).extracting(Answer::outcome).containsOnly(Answer.ALREADY);
        assertThat(started).extracting((each) -> each.generation).containsOnly(2);
    }

    @Test
    void lostAnswerStopsTheCommandWhenItsTimeIsOver() {
        List<Instance> started = start(3);
        deploy("v2");
        this.fleet.lost = (message) -> message instanceof Answer answer && answer.instance().equals("app:11");
        started.get(0).begin(this.fleet.reload("1, 2, all"));
        this.fleet.pass(29);
        assertThat(started.get(0).command().outcome()).isEqualTo("running");
        this.fleet.pass(3);
        assertThat(started.get(0).command().outcome()).isEqualTo("timed-out");
        assertThat(started.get(0).command().awaited()).containsExactly("app:11");
        assertThat(served()).containsExactly("v2", "v2", "v1");
        this.fleet.lost = (message) -> false;
        started.get(2).begin(this.fleet.reload("all"));
        assertThat(started.get(2).command().outcome()).isEqualTo("succeeded");
    }

    @Test
    void lostOrderIsNotSentAgain() {
        List<Instance> started = start(2);
        deploy("v2");
        this.fleet.lost = (message) -> message instanceof Order;
        started.get(0).begin(this.fleet.reload("1, all"));
        this.fleet.pass(120);
        assertThat(this.fleet.ordered()).containsExactly("app:10", "app:11");
        assertThat(started.get(0).command().outcome()).isEqualTo("timed-out");
    }

    @Test
    void lostEndIsLearnedFromThePresenceOfOthers() {
        List<Instance> started = start(3);
        deploy("v2");
        this.fleet.lost = (message) -> message instanceof Ending;
        started.get(0).begin(this.fleet.reload("all"));
        assertThat(started.get(2).state().desired()).isEmpty();
        this.fleet.pass(11);
        assertThat(started.get(2).state().desired()).hasSize(1);
    }

    @Test
    void laterCommandIsRefusedWhereTheRunningOneIsKnown() {
        List<Instance> started = start(3);
        started.get(0).slow = true;
        started.get(1).begin(this.fleet.reload("all"));
        assertThatExceptionOfType(CommandRefusedException.class)
            .isThrownBy(() -> started.get(2).begin(this.fleet.reload("all")))
            .withMessageContaining("app:11");
    }

    @Test
    void ofTwoCommandsAtOnceTheHigherTakesPrecedenceAndTheOtherStops() {
        List<Instance> started = start(4);
        deploy("v2");
        this.fleet.lost = (message) -> false;
        started.get(0).node.begin(this.fleet.reload("1, 2, 3, all"), this.fleet.now);
        started.get(3).node.begin(this.fleet.reload("1, 2, 3, all"), this.fleet.now);
        this.fleet.deliver();
        CommandState first = started.get(0).command();
        CommandState second = started.get(3).command();
        CommandState winner = (first.id().compareTo(second.id()) > 0) ? first : second;
        CommandState loser = (winner == first) ? second : first;
        assertThat(winner.outcome()).isEqualTo("succeeded");
        assertThat(loser.outcome()).isEqualTo("stopped");
        assertThat(loser.reason()).contains("precedence", winner.id());
        assertThat(started.get(1).state().desired()).singleElement()
            .satisfies((each) -> assertThat(each.revision().command()).isEqualTo(winner.id()));
    }

    @Test
    void commandStaysWhereItIsWhenItsCoordinatorIsKilledAndCanBeSentAgainByAnother() {
        List<Instance> started = start(3);
        deploy("v2");
        started.get(1).slow = true;
        started.get(0).begin(this.fleet.reload("1, 2, all"));
        this.fleet.kill("app:10");
        started.get(1).slow = false;
        this.fleet.pass(32);
        assertThat(served()).containsExactly("v1", "v1");
        CommandState again = started.get(2).begin(this.fleet.reload("all"));
        assertThat(again.missing()).containsExactly("app:10");
        assertThat(started.get(2).command().outcome()).isEqualTo("succeeded");
        assertThat(served()).containsOnly("v2");
    }

    @Test
    void instanceThatWasAwayCatchesUpByItselfOnce() {
        List<Instance> started = start(3);
        deploy("v2");
        this.fleet.partition("app:12");
        this.fleet.pass(40);
        started.get(0).begin(this.fleet.reload("all"));
        assertThat(started.get(0).command().outcome()).isEqualTo("succeeded");
        assertThat(started.get(0).command().missing()).containsExactly("app:12");
        assertThat(served()).containsExactly("v2", "v2", "v1");
        this.fleet.heal("app:12");
        this.fleet.pass(11);
        assertThat(served()).containsOnly("v2");
        started.get(2).served = "v1";
        this.fleet.pass(300);
        assertThat(started.get(2).served).as("what was rolled back there on purpose stays").isEqualTo("v1");
        assertThat(started.get(0).state().instances().get(2).bundles().get(0).differs()).contains("v2");
    }

    /** Each side takes the other for missing, and takes a command. */
    @Test
    void bothSidesOfAPartitionAreCommandedAndAgreeAfterwards() {
        List<Instance> started = start(3);
        this.fleet.partition("app:12");
        this.fleet.pass(40);
        deploy("v2");
        started.get(2).begin(this.fleet.reload("all"));
        assertThat(started.get(2).command().outcome()).isEqualTo("succeeded");
        assertThat(started.get(2).command().missing()).containsExactly("app:10", "app:11");
        deploy("v3");
        started.get(0).begin(this.fleet.reload("all"));
        assertThat(served()).containsExactly("v3", "v3", "v2");
        started.get(0).begin(this.fleet.reload("all"));
        this.fleet.heal("app:12");
        this.fleet.pass(11);
        assertThat(served()).containsOnly("v3");
        assertThat(started).allSatisfy((each) -> assertThat(each.state().desired()).singleElement()
            .satisfies((desired) -> assertThat(desired.revision().command()).isEqualTo(started.get(0).command().id())));
    }

    @Test
    void instanceThatCannotCatchUpSaysWhyAndTriesAgain() {
        List<Instance> started = start(2);
        deploy("v2");
        started.get(0).begin(this.fleet.reload("all"));
        this.fleet.kill("app:11");
        Instance back = this.fleet.start("app:11", "v1");
        FleetState.MemberBundle shown = started.get(0).state().instances().get(1).bundles().get(0);
        assertThat(shown.outcome()).isEqualTo("not-caught-up");
        assertThat(shown.reason()).contains("its folder holds v1");
        assertThat(shown.differs()).contains("v2");
        back.folder = "v2";
        this.fleet.pass(62);
        assertThat(back.served).isEqualTo("v2");
        assertThat(started.get(0).state().instances().get(1).bundles().get(0).differs()).isNull();
    }

    @Test
    void orderThatComesAfterItsTimeIsRefused() {
        List<Instance> started = start(2);
        deploy("v2");
        started.get(0).slow = true;
        started.get(0).begin(this.fleet.reload("1, all"));
        Order order = (Order) this.fleet.sent.stream().filter(Order.class::isInstance).findFirst().orElseThrow();
        Order late = new Order(order.revision(), order.coordinator(), null, order.change(), List.of("app:11"),
                order.sentAt(), order.timeout());
        this.fleet.pass(31);
        started.get(1).node.receive(late, this.fleet.now);
        this.fleet.deliver();
        assertThat(started.get(1).served).isEqualTo("v1");
        assertThat(this.fleet.sent).filteredOn(Answer.class::isInstance)
            .extracting((each) -> ((Answer) each).outcome())
            .containsExactly(Answer.REFUSED);
    }

    @Test
    void silentInstanceIsMissingAndLaterForgotten() {
        List<Instance> started = start(2);
        this.fleet.kill("app:11");
        this.fleet.pass(32);
        assertThat(started.get(0).state().instances().get(1).missingSince()).isNotNull();
        this.fleet.pass(600);
        assertThat(started.get(0).state().instances()).hasSize(1);
    }

    @Test
    void instanceThatLeavesIsNotMissed() {
        List<Instance> started = start(2);
        started.get(1).node.leave(this.fleet.now);
        this.fleet.deliver();
        assertThat(started.get(0).state().instances()).hasSize(1);
    }

    @Test
    void commandOfAnotherServiceMeansNothingHere() {
        Instance orders = this.fleet.start("orders:1", "v1");
        Instance bills = this.fleet.start("bills:1", "v1");
        deploy("v2");
        orders.begin(new Command(new Change("greeter", "reloaded", null, null, null), "orders:**", Waves.of("all"),
                Duration.ofSeconds(30), null));
        this.fleet.pass(180);
        assertThat(orders.served).isEqualTo("v2");
        assertThat(bills.served).isEqualTo("v1");
        assertThat(orders.state().instances())
            .allSatisfy((each) -> assertThat(each.bundles().get(0).differs()).isNull());
    }

    @Test
    void commandThatMeansNobodyIsRefused() {
        Instance one = start(1).get(0);
        assertThatExceptionOfType(CommandRefusedException.class)
            .isThrownBy(() -> one.begin(new Command(new Change("other", "reloaded", null, null, null), "**",
                    Waves.of("all"), Duration.ofSeconds(30), null)))
            .withMessageContaining("other");
    }

}
