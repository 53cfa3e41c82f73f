package io.polyplug.abi;

import java.nio.ByteBuffer;

import io.polyplug.contract.Version;

/**
 * A {@code HostContractInterface}, the table of a host contract (docs/abi.md 3.3): 80
 * bytes. <pre>
 *  0  contract_id        8 bytes
 *  8  contract_version   3 x 4 bytes
 * 20  singleton          1 byte
 * 24  dispatch_type      4 bytes
 * 32  runtime            8 bytes
 * 40  user_data          8 bytes
 * 48  create_instance    8 bytes
 * 56  destroy_instance   8 bytes
 * 64  dispatch           2 x 8 bytes
 * </pre>
 *
 * @param contractId the contract's id
 * @param version the contract's version
 * @param singleton whether all requests get one instance
 * @param code where its code is
 */
public record HostContractTable(long contractId, Version version, boolean singleton, TableCode code) {

    /** Bytes of a table. */
    public static final int SIZE = 80;

    /** Offset of the address of {@code create_instance}. */
    public static final int CREATE_INSTANCE = 48;

    /** Offset of the address of {@code destroy_instance}. */
    public static final int DESTROY_INSTANCE = 56;

    private static final int CONTRACT_ID = 0;

    private static final int VERSION = 8;

    private static final int SINGLETON = 20;

    private static final int DISPATCH_TYPE = 24;

    private static final int RUNTIME = 32;

    private static final int USER_DATA = 40;

    private static final int DISPATCH = 64;

    /**
     * Reads a table.
     * @param table its bytes
     * @return what they say
     */
    public static HostContractTable read(ByteBuffer table) {
        return new HostContractTable(table.getLong(CONTRACT_ID), VersionField.read(table, VERSION),
                table.get(SINGLETON) != 0, new TableCode(table.getInt(DISPATCH_TYPE), table.getLong(CREATE_INSTANCE),
                        table.getLong(DESTROY_INSTANCE), table.getLong(DISPATCH), table.getLong(DISPATCH + Abi.WORD)));
    }

    /**
     * Writes the table, with neither {@code runtime} nor {@code user_data}; what is
     * between two fields is 0.
     * @param table room for its bytes
     */
    public void write(ByteBuffer table) {
        table.putLong(CONTRACT_ID, this.contractId);
        VersionField.write(this.version, table, VERSION);
        table.putInt(SINGLETON, this.singleton ? 1 : 0);
        table.putLong(DISPATCH_TYPE, Integer.toUnsignedLong(this.code.dispatchType()));
        table.putLong(RUNTIME, 0);
        table.putLong(USER_DATA, 0);
        table.putLong(CREATE_INSTANCE, this.code.createInstance());
        table.putLong(DESTROY_INSTANCE, this.code.destroyInstance());
        table.putLong(DISPATCH, this.code.first());
        table.putLong(DISPATCH + Abi.WORD, this.code.second());
    }

}
