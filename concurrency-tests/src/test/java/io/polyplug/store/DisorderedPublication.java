package io.polyplug.store;

import io.polyplug.epoch.Pace;

/**
 * The three steps of a publication, with a view of its own: for twins that change their
 * order.
 */
public abstract class DisorderedPublication extends Publication {

    private volatile ReadView view;

    private final ReadView next;

    protected DisorderedPublication() {
        ReadView.Draft draft = ReadView.EMPTY.draft();
        draft.add(this.shop.store().resolve(this.handle));
        this.view = draft.view();
        ReadView.Draft change = this.view.draft();
        change.replace(0, this.fresh);
        this.next = change.view();
    }

    @Override
    protected final int view() {
        return version(this.view.providers(this.fresh.contractId()).get(0));
    }

    /** Publishes the view. */
    protected final void setView() {
        this.view = this.next;
        Pace.step();
    }

    /** Publishes to calls. */
    protected final void setCell() {
        this.shop.cell().setVolatile(this.fresh);
        Pace.step();
    }

    /** Tells guests. */
    protected final void growRevision() {
        this.shop.revision().setRelease(Long.MAX_VALUE);
        Pace.step();
    }

}
