package io.polyplug;

import java.nio.file.Path;
import java.util.List;

import io.polyplug.contract.GuestContractHandle;
import io.polyplug.error.BundleLoadException;
import io.polyplug.error.ReloadException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Loads and reloads happen whole or not at all, with operations inside of them as well.
 */
@Timeout(300)
class TransactionTests {

    @RegisterExtension
    final Stage stage = new Stage();

    private Path folder(String name) {
        return this.stage.folder().resolve("bundles").resolve(name);
    }

    private static Declared acting(String name) {
        return Declared.bundle(name, "acting").provides("demo.Acting", "1.0", 1);
    }

    private void assertRefused(Path bundle) {
        assertThatExceptionOfType(BundleLoadException.class).isThrownBy(() -> this.stage.runtime().loadBundle(bundle))
            .withMessageContaining("told to refuse");
    }

    @Test
    @DisplayName("W-08: what a failed load declared is forgotten: the provider may go, and a cascade takes it alone")
    void failedLoadDependsOnNothing() {
        this.stage.load("reload-v1");
        Path failing = acting("failing").needs("reload.test", "1.0").reinitialized().writeTo(folder("failing"));
        new Acting(failing).does("init find reload.test").does("init refuse 300");
        assertRefused(failing);
        assertThat(this.stage.runtime().reloadBundle(this.stage.bundle("reload-v2")).cascaded()).isEmpty();
        assertThat(this.stage.runtime().unloadBundleCascade("reload")).containsExactly("reload");
        this.stage.load("reload-v1");
        assertRefused(failing);
        this.stage.runtime().unloadBundle("reload");
        assertThat(this.stage.runtime().bundles()).isEmpty();
    }

    @Test
    @DisplayName("W-08: nor does what a failed reload declared count; the dependencies stay those that serve")
    void failedReloadChangesNoDependencies() {
        this.stage.load("reload-v1");
        Path bundle = acting("acting").writeTo(folder("acting"));
        this.stage.runtime().loadBundle(bundle);
        acting("acting").needs("reload.test", "1.0").writeTo(bundle);
        new Acting(bundle).does("init refuse 300");
        assertThatExceptionOfType(ReloadException.class).isThrownBy(() -> this.stage.runtime().reloadBundle("acting"));
        assertThat(this.stage.runtime().bundle("acting").orElseThrow().dependencies()).isEmpty();
        this.stage.runtime().unloadBundle("reload");
    }

    @Test
    @DisplayName("W-12: init never finds what it has just registered, but the version that serves; a failed attempt"
            + " leaves no handle that comes alive later")
    void initFindsWhatServes() {
        Path bundle = acting("acting").needs("demo.Acting", "1.0").writeTo(folder("acting"));
        Acting acting = new Acting(bundle).does("init find demo.Acting").does("init ask demo.Acting");
        this.stage.runtime().loadBundle(bundle);
        assertThat(acting.outcomes().get("init find demo.Acting")).containsExactly(4L);
        GuestContractHandle handle = handle();
        acting.does("init refuse 300").does("call log old");
        for (int i = 0; i < 3; i++) {
            assertThatExceptionOfType(ReloadException.class)
                .isThrownBy(() -> this.stage.runtime().reloadBundle("acting"));
            assertThat(handle()).isEqualTo(handle);
        }
        assertThat(acting.outcomes().get("init find demo.Acting")).containsExactly(4L, 0L, 0L, 0L);
        assertThat(acting.outcomes().get("init ask demo.Acting"))
            .as("the old version has no acts to do when it is called")
            .containsExactly(1004L, 0L, 0L, 0L);
        this.stage.load("slow");
        BundleInfo slow = this.stage.runtime().bundle("slow").orElseThrow();
        assertThat(slow.contracts().get(0).handle()).isEqualTo(new GuestContractHandle(1, 0));
        assertThat(handle()).isEqualTo(handle);
    }

    private GuestContractHandle handle() {
        List<ContractInfo> contracts = this.stage.runtime().bundle("acting").orElseThrow().contracts();
        assertThat(contracts).hasSize(1);
        return contracts.get(0).handle();
    }

    @Test
    @DisplayName("L-07 L-10 W-23: inits nest, also where they fail: each sees what its own manifest declares, and"
            + " afterwards nothing is hidden")
    void initsNest() {
        this.stage.load("reload-v1");
        Path inner = acting("inner").writeTo(folder("inner"));
        Acting innerActs = new Acting(inner).does("init find reload.test").does("init refuse 300");
        Path outer = acting("outer").needs("reload.test", "1.0").writeTo(folder("outer"));
        Acting outerActs = new Acting(outer).does("init load " + inner)
            .does("init find reload.test")
            .does("init find demo.Slow")
            .does("init refuse 300")
            .does("call find demo.Slow");
        this.stage.load("slow");
        for (int i = 0; i < 2; i++) {
            assertRefused(outer);
        }
        assertThat(innerActs.outcomes().get("init find reload.test")).as("not declared").containsExactly(4L, 4L);
        assertThat(outerActs.outcomes().get("init load " + inner)).containsExactly(1L, 1L);
        assertThat(outerActs.outcomes().get("init find reload.test")).as("declared, after the inner one failed")
            .containsExactly(0L, 0L);
        assertThat(outerActs.outcomes().get("init find demo.Slow")).as("not declared").containsExactly(4L, 4L);
        Path last = acting("last").writeTo(folder("last"));
        Acting lastActs = new Acting(last).does("call find demo.Slow").does("call depends 0");
        this.stage.runtime().loadBundle(last);
        assertThat(this.stage.runtime().contract(Acting.Actor.class).act()).isEqualTo(2);
        assertThat(lastActs.outcomes().get("call find demo.Slow")).as("no init is left on this thread")
            .containsExactly(0L);
        assertThat(lastActs.outcomes().get("call depends 0")).containsExactly(0L);
    }

    @Test
    @DisplayName("W-23: after a reload that failed in init, new registrations are seen at once, of this bundle and others")
    void registrationsAreSeenAfterAFailedReload() {
        Path bundle = acting("acting").writeTo(folder("acting"));
        this.stage.runtime().loadBundle(bundle);
        new Acting(bundle).does("init load " + this.stage.bundle("slow")).does("init refuse 300");
        assertThatExceptionOfType(ReloadException.class).isThrownBy(() -> this.stage.runtime().reloadBundle("acting"));
        assertThat(this.stage.runtime().contract(Plugins.Slow.class).version()).isEqualTo(100);
        this.stage.load("reload-v1");
        assertThat(this.stage.answering().answer()).isEqualTo(100);
        Path good = acting("acting").version("2.0.0").writeTo(folder("good"));
        assertThat(this.stage.runtime().reloadBundle(good).generation()).isEqualTo(2);
        assertThat(this.stage.runtime().contract(Acting.Actor.class).act()).isZero();
    }

    @Test
    @DisplayName("W-07: a bundle whose init loaded another one and then failed leaves nothing of itself; the other stays")
    void nestedLoadStays() {
        Path outer = acting("outer").writeTo(folder("outer"));
        new Acting(outer).does("init load " + this.stage.bundle("reload-v1")).does("init refuse 300");
        assertRefused(outer);
        assertThat(this.stage.runtime().bundles()).extracting(BundleInfo::name).containsExactly("reload");
        assertThat(this.stage.answering().answer()).isEqualTo(100);
        this.stage.awaitReclamation();
        assertThat(this.stage.mappedLibraries()).hasSize(1);
        assertThat(this.stage.privateCopies()).hasSize(1);
    }

}
