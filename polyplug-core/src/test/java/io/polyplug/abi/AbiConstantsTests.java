package io.polyplug.abi;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.polyplug.contract.Version;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The numbers of {@link Abi} against those that the C header asserts at compile time.
 */
class AbiConstantsTests {

    private static final Path HEADER = Path.of("../polyplug-abi/src/main/native/include/polyplug_abi.h");

    private static final Map<String, Long> NUMBERS = numbers();

    private static Map<String, Long> numbers() {
        Map<String, Long> numbers = new HashMap<>();
        try {
            String header = Files.readString(HEADER);
            collect(header, "PP_SIZE\\((\\w+), (\\d+)\\)", numbers);
            collect(header, "PP_OFF\\((\\w+, \\w+), (\\d+)\\)", numbers);
            collect(header, "#define (PP_\\w+) +(\\d+)u", numbers);
        }
        catch (IOException ex) {
            throw new java.io.UncheckedIOException(ex);
        }
        return numbers;
    }

    private static void collect(String header, String pattern, Map<String, Long> numbers) {
        Matcher matcher = Pattern.compile(pattern).matcher(header);
        while (matcher.find()) {
            numbers.put(matcher.group(1), Long.valueOf(matcher.group(2)));
        }
    }

    private static long inC(String name) {
        assertThat(NUMBERS).containsKey(name);
        return NUMBERS.get(name);
    }

    @Test
    @DisplayName("LY-01, LY-02, LY-07, LY-19, LY-20, LY-23, LY-25, LY-39: sizes")
    void sizes() {
        assertThat(Abi.VIEW_SIZE).isEqualTo(inC("PpStringView")).isEqualTo(16);
        assertThat(Abi.BUFFER_SIZE).isEqualTo(inC("PpBuffer")).isEqualTo(24);
        assertThat(Abi.ERROR_SIZE).isEqualTo(inC("PpAbiError")).isEqualTo(24);
        assertThat(Abi.INSTANCE_SIZE).isEqualTo(inC("PpGuestContractInstance")).isEqualTo(16);
        assertThat(GuestTable.SIZE).isEqualTo(inC("PpGuestContractInterface")).isEqualTo(56);
        assertThat(HostContractTable.SIZE).isEqualTo(inC("PpHostContractInterface")).isEqualTo(80);
        assertThat(Abi.HOST_API_SIZE).isEqualTo(inC("PpHostApi")).isEqualTo(184);
    }

    @Test
    @DisplayName("LY-01, LY-02, LY-07: what is one word behind the start of a struct")
    void offsets() {
        assertThat(Abi.ERROR_MESSAGE).isEqualTo(inC("PpAbiError, message"));
        assertThat(Abi.WORD).isEqualTo(inC("PpStringView, len"))
            .isEqualTo(inC("PpBuffer, len"))
            .isEqualTo(inC("PpGuestContractInstance, contract_id"));
        assertThat(2 * Abi.WORD).isEqualTo(inC("PpBuffer, cap"));
    }

    @Test
    @DisplayName("LY-25: the table of a guest contract is written and read as C has it")
    void guestTable() {
        GuestTable table = new GuestTable(11, new Version(1, 2, 3), TableCode.ofMachine(12, 13, 14, 15));
        ByteBuffer bytes = ByteBuffer.allocate(GuestTable.SIZE).order(ByteOrder.nativeOrder());
        table.write(bytes);
        assertThat(GuestTable.read(bytes)).isEqualTo(table);
        assertThat(bytes.getLong(0)).isEqualTo(11);
        assertThat(bytes.getInt(offset("PpGuestContractInterface, contract_version"))).isEqualTo(1);
        assertThat(bytes.getInt(offset("PpGuestContractInterface, contract_version") + 8)).isEqualTo(3);
        assertThat(bytes.getInt(offset("PpGuestContractInterface, dispatch_type"))).isEqualTo(Abi.DISPATCH_VM);
        assertThat(bytes.getLong(offset("PpGuestContractInterface, create_instance"))).isEqualTo(12);
        assertThat(bytes.getLong(offset("PpGuestContractInterface, destroy_instance"))).isEqualTo(13);
        assertThat(bytes.getLong(offset("PpGuestContractInterface, dispatch"))).isEqualTo(14);
        assertThat(bytes.getLong(offset("PpGuestContractInterface, dispatch") + 8)).isEqualTo(15);
    }

    @Test
    @DisplayName("LY-20: the table of a host contract is written and read as C has it; nothing is left as it was found")
    void hostContractTable() {
        HostContractTable table = new HostContractTable(21, new Version(4, 5, 6), true,
                TableCode.ofFunctions(22, 23, 24, 25));
        ByteBuffer bytes = ByteBuffer.allocate(HostContractTable.SIZE).order(ByteOrder.nativeOrder());
        Arrays.fill(bytes.array(), (byte) -1);
        table.write(bytes);
        assertThat(HostContractTable.read(bytes)).isEqualTo(table);
        assertThat(bytes.getLong(0)).isEqualTo(21);
        assertThat(bytes.getInt(offset("PpHostContractInterface, contract_version"))).isEqualTo(4);
        assertThat(bytes.get(offset("PpHostContractInterface, singleton"))).isEqualTo((byte) 1);
        assertThat(bytes.getLong(offset("PpHostContractInterface, dispatch_type"))).isEqualTo(Abi.DISPATCH_NATIVE);
        assertThat(bytes.getLong(offset("PpHostContractInterface, runtime"))).isZero();
        assertThat(bytes.getLong(offset("PpHostContractInterface, user_data"))).isZero();
        assertThat(bytes.getLong(offset("PpHostContractInterface, create_instance"))).isEqualTo(22)
            .isEqualTo(bytes.getLong(HostContractTable.CREATE_INSTANCE));
        assertThat(bytes.getLong(offset("PpHostContractInterface, destroy_instance"))).isEqualTo(23)
            .isEqualTo(bytes.getLong(HostContractTable.DESTROY_INSTANCE));
        assertThat(bytes.getLong(offset("PpHostContractInterface, dispatch"))).isEqualTo(24);
        assertThat(bytes.getLong(offset("PpHostContractInterface, dispatch") + 8)).isEqualTo(25);
    }

    private static int offset(String field) {
        return Math.toIntExact(inC(field));
    }

    @Test
    @DisplayName("L-02, AB-28: codes, kinds of dispatch, and the version")
    void values() {
        assertThat(Abi.VERSION).isEqualTo(inC("PP_ABI_VERSION"));
        assertThat(Abi.DISPATCH_NATIVE).isEqualTo(inC("PP_DISPATCH_NATIVE"));
        assertThat(Abi.DISPATCH_VM).isEqualTo(inC("PP_DISPATCH_VM"));
        assertThat(Abi.OK).isEqualTo(inC("PP_OK")).isZero();
        assertThat(Abi.GENERIC).isEqualTo(inC("PP_ERR_GENERIC"));
        assertThat(Abi.PANIC).isEqualTo(inC("PP_ERR_PANIC"));
        assertThat(Abi.FUNCTION_NOT_AVAILABLE).isEqualTo(inC("PP_ERR_FUNCTION_NOT_AVAILABLE"));
        assertThat(Abi.DUPLICATE_PROVIDER).isEqualTo(inC("PP_ERR_DUPLICATE_PROVIDER"));
        assertThat(Abi.INVALID_POINTER).isEqualTo(inC("PP_ERR_INVALID_POINTER"));
        assertThat(Abi.REENTRANT_CALL).isEqualTo(inC("PP_ERR_REENTRANT_CALL"));
        assertThat(Abi.HOST_CONTRACT_NOT_FOUND).isEqualTo(inC("PP_ERR_HOST_CONTRACT_NOT_FOUND"));
    }

    @Test
    void alignmentRoundsUpToAPowerOfTwo() {
        assertThat(Abi.aligned(0, 8)).isZero();
        assertThat(Abi.aligned(1, 8)).isEqualTo(8);
        assertThat(Abi.aligned(8, 8)).isEqualTo(8);
        assertThat(Abi.aligned(9, 2)).isEqualTo(10);
        assertThat(Abi.aligned(9, 1)).isEqualTo(9);
    }

}
