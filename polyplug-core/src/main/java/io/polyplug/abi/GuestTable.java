package io.polyplug.abi;

import java.nio.ByteBuffer;

import io.polyplug.contract.Version;

/**
 * A {@code GuestContractInterface}, the table of a guest contract (docs/abi.md 3.2): 56
 * bytes. <pre>
 *  0  contract_id        8 bytes
 *  8  contract_version   3 x 4 bytes
 * 20  dispatch_type      4 bytes
 * 24  create_instance    8 bytes
 * 32  destroy_instance   8 bytes
 * 40  dispatch           2 x 8 bytes
 * </pre>
 *
 * @param contractId the contract's id
 * @param version the contract's version
 * @param code where its code is
 */
public record GuestTable(long contractId, Version version, TableCode code) {

    /** Bytes of a table. */
    public static final int SIZE = 56;

    private static final int CONTRACT_ID = 0;

    private static final int VERSION = 8;

    private static final int DISPATCH_TYPE = 20;

    private static final int CREATE_INSTANCE = 24;

    private static final int DESTROY_INSTANCE = 32;

    private static final int DISPATCH = 40;

    /**
     * Reads a table.
     * @param table its bytes
     * @return what they say
     */
    public static GuestTable read(ByteBuffer table) {
        return new GuestTable(table.getLong(CONTRACT_ID), VersionField.read(table, VERSION),
                new TableCode(table.getInt(DISPATCH_TYPE), table.getLong(CREATE_INSTANCE),
                        table.getLong(DESTROY_INSTANCE), table.getLong(DISPATCH), table.getLong(DISPATCH + Abi.WORD)));
    }

    /**
     * Writes the table.
     * @param table room for its bytes
     */
    public void write(ByteBuffer table) {
        table.putLong(CONTRACT_ID, this.contractId);
        VersionField.write(this.version, table, VERSION);
        table.putInt(DISPATCH_TYPE, this.code.dispatchType());
        table.putLong(CREATE_INSTANCE, this.code.createInstance());
        table.putLong(DESTROY_INSTANCE, this.code.destroyInstance());
        table.putLong(DISPATCH, this.code.first());
        table.putLong(DISPATCH + Abi.WORD, this.code.second());
    }

}
