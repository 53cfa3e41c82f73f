package io.polyplug.codegen.java;

import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;

import io.polyplug.PolyplugRuntime;
import io.polyplug.codegen.api.ApiException;
import io.polyplug.codegen.api.Problem;
import io.polyplug.contract.AbiEnum;
import io.polyplug.contract.AbiValue;
import io.polyplug.contract.ContractFunction;
import io.polyplug.contract.GuestContract;
import io.polyplug.contract.HostContract;
import io.polyplug.contract.Repr;
import io.polyplug.contract.Unsigned;
import io.polyplug.error.ContractDefinitionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Interfaces that are no contracts, for the runtime neither, and those that an api alone
 * cannot say.
 */
class JavaApiRefusalTests {

    private static final String NATIVE = "Use a number, boolean, String, byte[], a record, an enum with @AbiEnum or a "
            + "Set of one.";

    @TempDir
    Path folder;

    private static String problem(Class<?>... types) {
        ApiException failure = catchThrowableOfType(ApiException.class, () -> JavaApi.of(List.of(types)));
        assertThat(failure).as("why an api cannot say it").isNotNull();
        return failure.problems().stream().map(Problem::toString).reduce((one, other) -> one + "\n" + other).get();
    }

    static Stream<Arguments> refusedByBoth() {
        return Stream.of(
                arguments(NoId.class, "method f, it has no @ContractFunction. Annotate it with the function's id"),
                arguments(NegativeId.class, "method f, it stands for function -1, and ids go from 0 to 65535"),
                arguments(SameId.class, "it stands for function 0, and so does method "),
                arguments(Generic.class, "it has type variables"),
                arguments(GenericMethod.class, "method f, it has type variables"),
                arguments(BadVersion.class, "its version 'one' is none"),
                arguments(Characters.class, "method f, parameter c: char has no native form. " + NATIVE),
                arguments(Lists.class, "method f, result: java.util.List<java.lang.String> is generic"),
                arguments(Boxes.class, "method f, parameter i: java.lang.Integer has no native form. " + NATIVE),
                arguments(NarrowAddress.class,
                        "method f, parameter address: @Ptr does not go with int. Use it with long"),
                arguments(NamedTooNarrow.class, "method f, result: @Unsigned(U64) does not go with int"),
                arguments(NamedTwice.class, "method f, parameter n: @Unsigned names several integers"),
                arguments(AddressAndNumber.class, "method f, parameter n: @Unsigned and @Ptr contradict each other"),
                arguments(AddressOfNothing.class, "method f, result: @Ptr does not go with no result"),
                arguments(UnsignedText.class, "method f, parameter s: @Unsigned does not go with java.lang.String"),
                arguments(BufferResult.class,
                        "method f, result: java.nio.ByteBuffer has no native form. Use byte[] for what comes back."),
                arguments(RawFuture.class, "method f, result: this CompletionStage does not say of what"),
                arguments(Plain.class, "has no @AbiEnum. Annotate it with its form."),
                arguments(NoValue.class,
                        "constant B of enum io.polyplug.codegen.java.JavaApiRefusalTests$PartEnum has "
                                + "no @AbiValue. Annotate it with its value."),
                arguments(SameValue.class, "TwinEnum gives value 1 to two constants"),
                arguments(TooWide.class,
                        "constant A of enum io.polyplug.codegen.java.JavaApiRefusalTests$WideEnum has "
                                + "value 256, which is no u8"),
                arguments(Empty.class, "record io.polyplug.codegen.java.JavaApiRefusalTests$EmptyRecord is empty"),
                arguments(Circle.class,
                        "component next of record io.polyplug.codegen.java.JavaApiRefusalTests$Node: "
                                + "record io.polyplug.codegen.java.JavaApiRefusalTests$Node contains itself."),
                arguments(SetOfText.class, "method f, result: java.util.Set<java.lang.String> is generic"),
                arguments(SetOfAnything.class, "method f, parameter s: java.util.Set<?> is generic"),
                arguments(RawSet.class, "method f, parameter s: java.util.Set has no native form. " + NATIVE),
                arguments(SpecialSet.class, "java.util.EnumSet<io.polyplug.codegen.java.Gallery$Channel> is generic"),
                arguments(SetOfNumbers.class,
                        "constant LOW of enum " + Gallery.Tone.class.getName()
                                + " has value 0, and is used in a Set. Give it a value of one bit"),
                arguments(SetInRecord.class,
                        "component tones of record io.polyplug.codegen.java.JavaApiRefusalTests$Tones: constant LOW"),
                arguments(LaterSet.class, "java.util.Set<java.lang.String> is generic"),
                arguments(GenericRecord.class, "method f, parameter b: io.polyplug.codegen.java.JavaApiRefusalTests"),
                arguments(LaterHost.class,
                        "method f, result: a guest waits for what a host contract answers. Return the value itself"));
    }

    @ParameterizedTest
    @MethodSource("refusedByBoth")
    void refusedByTheRuntimeToo(Class<?> type, String text) {
        assertThat(problem(type)).startsWith(type.getName() + ": ").contains(text);
        assertThatExceptionOfType(ContractDefinitionException.class).isThrownBy(() -> use(type));
    }

    static Stream<Arguments> refusedHere() {
        return Stream.of(
                arguments(Gap.class, "no method stands for function 1, and a function's id is its place in the api"),
                arguments(Gaps.class, "no method stands for functions 0 to 4, and"),
                arguments(Overloads.class, "method f, functions 0 and 1 have the same name"),
                arguments(SnakeCase.class,
                        "method read_all, its name read_all would come back from the api as "
                                + "readAll. Rename it to readAll."),
                arguments(SnakeParameter.class, "method f, parameter the_text: its name the_text would come back"),
                arguments(NotAscii.class, "method größe, its name größe is not made of letters from A to Z"),
                arguments(BlankName.class, "its contract name 'demo greeter' is not made of identifiers"),
                arguments(HostName.class,
                        "its contract name 'desk' does not begin with 'host.', as names of host "
                                + "contracts have to in an api. Name it host.desk."),
                arguments(LargeVersion.class, "its version 1.65536.0 has a minor or patch number above 65535"),
                arguments(CamelConstants.class,
                        "constant of enum io.polyplug.codegen.java.JavaApiRefusalTests$Camel: "
                                + "its name Red would come back from the api as RED. Rename it to RED."),
                arguments(Builtins.class,
                        "record io.polyplug.codegen.java.JavaApiRefusalTests$Ptr has the name of "
                                + "a type that every api has. Rename it."),
                arguments(SameTypeNames.class, "have the same name, and types of an api know no packages"),
                arguments(Greeter.class, "contract 'demo.Greeting' (" + Greeter.class.getName()
                        + ") and record 'Greeting' are both Greeting in Java"));
    }

    @ParameterizedTest
    @MethodSource("refusedHere")
    void acceptedByTheRuntime(Class<?> type, String text) {
        assertThat(problem(type)).contains(text);
        assertThatCode(() -> use(type)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @MethodSource("accepted")
    void acceptedByBoth(Class<?> type) {
        assertThat(JavaApi.of(List.of(type))).isNotNull();
        assertThatCode(() -> use(type)).doesNotThrowAnyException();
    }

    static Stream<Class<?>> accepted() {
        return Stream.of(AllForms.class, AllFormsHost.class);
    }

    private <T> void use(Class<T> type) {
        try (PolyplugRuntime runtime = PolyplugRuntime.builder().workDirectory(this.folder.resolve("work")).build()) {
            if (type.isAnnotationPresent(GuestContract.class)) {
                runtime.contract(type);
            }
            else {
                runtime.registerHostContract(type, type.cast(Proxy.newProxyInstance(type.getClassLoader(),
                        new Class<?>[] { type }, (proxy, method, arguments) -> null)));
            }
        }
    }

    @Test
    void classesAndInterfacesWithoutAnnotationAreNone() {
        assertThat(problem(String.class, Runnable.class)).isEqualTo("""
                java.lang.String: it is not a plain interface. Declare the functions in one.
                java.lang.Runnable: it has neither @GuestContract nor @HostContract. Annotate the interface with the \
                contract's name and version.""");
        assertThat(problem(Both.class)).contains("it is both a guest and a host contract");
    }

    @Test
    void contractsOfOneNameNameEachOther() {
        assertThat(problem(AllForms.class, AllFormsAgain.class)).startsWith(AllFormsAgain.class.getName())
            .contains("contract 'demo.AllForms' is also that of " + AllForms.class.getName());
    }

    @Test
    void enumIsASetEverywhereOrNowhere() {
        assertThat(problem(Mixed.class)).contains("method g, result: enum " + Gallery.Channel.class.getName()
                + " is used both by itself and as a Set. Use one of them everywhere");
    }

    @Test
    void parametersNeedTheirNames() {
        Path classes = this.folder.resolve("classes");
        assertThat(Compilation.complaints(JavaSources.of(Apis.upstream(), "com.acme").texts(), classes, List.of()))
            .isEmpty();
        GeneratedTypes types = new GeneratedTypes("com.acme", Compilation.loader(classes));
        assertThat(problem(types.type("Desk"))).startsWith("com.acme.Desk: method greet, parameter arg0: its name is "
                + "not in the class. Compile the interface with -parameters.\n"
                + "com.acme.Desk: method add, parameter arg0: ");
    }

    @GuestContract(name = "demo.T", version = "1.0")
    interface NoId {

        void f();

    }

    @GuestContract(name = "demo.T", version = "1.0")
    interface NegativeId {

        @ContractFunction(-1)
        void f();

    }

    @GuestContract(name = "demo.T", version = "1.0")
    interface SameId {

        @ContractFunction(0)
        void f();

        @ContractFunction(0)
        void g();

    }

    @GuestContract(name = "demo.T", version = "1.0")
    interface Generic<T> {

        @ContractFunction(0)
        void f(int i);

    }

    @GuestContract(name = "demo.T", version = "1.0")
    interface GenericMethod {

        @ContractFunction(0)
        <T> void f(int i);

    }

    @GuestContract(name = "demo.T", version = "one")
    interface BadVersion {

        @ContractFunction(0)
        void f();

    }

    @GuestContract(name = "demo.T", version = "1.0")
    interface Characters {

        @ContractFunction(0)
        void f(char c);

    }

    @GuestContract(name = "demo.T", version = "1.0")
    interface Lists {

        @ContractFunction(0)
        List<String> f();

    }

    @GuestContract(name = "demo.T", version = "1.0")
    interface Boxes {

        @ContractFunction(0)
        void f(Integer i);

    }

    @GuestContract(name = "demo.T", version = "1.0")
    interface NarrowAddress {

        @ContractFunction(0)
        void f(@io.polyplug.contract.Ptr int address);

    }

    @GuestContract(name = "demo.T", version = "1.0")
    interface NamedTooNarrow {

        @ContractFunction(0)
        @Unsigned(Repr.U64)
        int f();

    }

    @GuestContract(name = "demo.T", version = "1.0")
    interface NamedTwice {

        @ContractFunction(0)
        void f(@Unsigned({ Repr.U8, Repr.U16 }) int n);

    }

    @GuestContract(name = "demo.T", version = "1.0")
    interface AddressAndNumber {

        @ContractFunction(0)
        void f(@Unsigned @io.polyplug.contract.Ptr long n);

    }

    @GuestContract(name = "demo.T", version = "1.0")
    interface AddressOfNothing {

        @ContractFunction(0)
        @io.polyplug.contract.Ptr
        void f();

    }

    @GuestContract(name = "demo.T", version = "1.0")
    interface UnsignedText {

        @ContractFunction(0)
        void f(@Unsigned String s);

    }

    @GuestContract(name = "demo.T", version = "1.0")
    interface BufferResult {

        @ContractFunction(0)
        ByteBuffer f();

    }

    @GuestContract(name = "demo.T", version = "1.0")
    interface RawFuture {

        @ContractFunction(0)
        @SuppressWarnings("rawtypes")
        CompletionStage f();

    }

    enum PlainEnum {

        A

    }

    @GuestContract(name = "demo.T", version = "1.0")
    interface Plain {

        @ContractFunction(0)
        void f(PlainEnum e);

    }

    @AbiEnum
    enum PartEnum {

        @AbiValue(1)
        A,

        B

    }

    @GuestContract(name = "demo.T", version = "1.0")
    interface NoValue {

        @ContractFunction(0)
        void f(PartEnum e);

    }

    @AbiEnum
    enum TwinEnum {

        @AbiValue(1)
        A,

        @AbiValue(1)
        B

    }

    @GuestContract(name = "demo.T", version = "1.0")
    interface SameValue {

        @ContractFunction(0)
        void f(TwinEnum e);

    }

    @AbiEnum(Repr.U8)
    enum WideEnum {

        @AbiValue(256)
        A

    }

    @GuestContract(name = "demo.T", version = "1.0")
    interface TooWide {

        @ContractFunction(0)
        void f(WideEnum e);

    }

    record EmptyRecord() {
    }

    @GuestContract(name = "demo.T", version = "1.0")
    interface Empty {

        @ContractFunction(0)
        void f(EmptyRecord e);

    }

    record Node(Node next) {
    }

    @GuestContract(name = "demo.T", version = "1.0")
    interface Circle {

        @ContractFunction(0)
        void f(Node n);

    }

    record Box<T>(int i) {
    }

    @GuestContract(name = "demo.T", version = "1.0")
    interface GenericRecord {

        @ContractFunction(0)
        void f(Box<String> b);

    }

    @HostContract(name = "host.T", version = "1.0")
    interface LaterHost {

        @ContractFunction(0)
        CompletionStage<String> f();

    }

    @GuestContract(name = "demo.T", version = "1.0")
    interface Gap {

        @ContractFunction(0)
        void f();

        @ContractFunction(2)
        void g();

    }

    @GuestContract(name = "demo.T", version = "1.0")
    interface Gaps {

        @ContractFunction(5)
        void f();

    }

    @GuestContract(name = "demo.T", version = "1.0")
    interface Overloads {

        @ContractFunction(0)
        void f();

        @ContractFunction(1)
        void f(int i);

    }

    @GuestContract(name = "demo.T", version = "1.0")
    interface SnakeCase {

        @ContractFunction(0)
        void read_all();

    }

    @GuestContract(name = "demo.T", version = "1.0")
    interface SnakeParameter {

        @ContractFunction(0)
        void f(String the_text);

    }

    @GuestContract(name = "demo.T", version = "1.0")
    interface NotAscii {

        @ContractFunction(0)
        void größe();

    }

    @GuestContract(name = "demo greeter", version = "1.0")
    interface BlankName {

        @ContractFunction(0)
        void f();

    }

    @HostContract(name = "desk", version = "1.0")
    interface HostName {

        @ContractFunction(0)
        void f();

    }

    @GuestContract(name = "demo.T", version = "1.65536")
    interface LargeVersion {

        @ContractFunction(0)
        void f();

    }

    @AbiEnum
    enum Camel {

        @AbiValue(1)
        Red

    }

    @GuestContract(name = "demo.T", version = "1.0")
    interface CamelConstants {

        @ContractFunction(0)
        void f(Camel c);

    }

    record Ptr(long address) {
    }

    @GuestContract(name = "demo.T", version = "1.0")
    interface Builtins {

        @ContractFunction(0)
        void f(Ptr p);

    }

    record Photo(int i) {
    }

    @GuestContract(name = "demo.T", version = "1.0")
    interface SameTypeNames {

        @ContractFunction(0)
        void f(Photo here, Inner.Photo there);

    }

    interface Inner {

        record Photo(int i) {
        }

    }

    record Greeting(int i) {
    }

    @GuestContract(name = "demo.Greeting", version = "1.0")
    interface Greeter {

        @ContractFunction(0)
        Greeting f();

    }

    @GuestContract(name = "demo.T", version = "1.0")
    @HostContract(name = "host.T", version = "1.0")
    interface Both {

    }

    @GuestContract(name = "demo.T", version = "1.0")
    interface Mixed {

        @ContractFunction(0)
        Set<Gallery.Channel> f();

        @ContractFunction(1)
        Gallery.Channel g();

    }

    @GuestContract(name = "demo.T", version = "1.0")
    interface SetOfNumbers {

        @ContractFunction(0)
        Set<Gallery.Tone> f();

    }

    @GuestContract(name = "demo.T", version = "1.0")
    interface SetOfText {

        @ContractFunction(0)
        Set<String> f();

    }

    @GuestContract(name = "demo.T", version = "1.0")
    interface SetOfAnything {

        @ContractFunction(0)
        void f(Set<?> s);

    }

    @GuestContract(name = "demo.T", version = "1.0")
    interface RawSet {

        @ContractFunction(0)
        @SuppressWarnings("rawtypes")
        void f(Set s);

    }

    @GuestContract(name = "demo.T", version = "1.0")
    interface SpecialSet {

        @ContractFunction(0)
        void f(EnumSet<Gallery.Channel> s);

    }

    record Tones(Set<Gallery.Tone> tones) {
    }

    @HostContract(name = "host.T", version = "1.0")
    interface SetInRecord {

        @ContractFunction(0)
        void f(Tones t);

    }

    @GuestContract(name = "demo.T", version = "1.0")
    interface LaterSet {

        @ContractFunction(0)
        CompletionStage<Set<String>> f();

    }

    record Channels(byte before, Set<Gallery.Channel> channels) {
    }

    /** What a guest can take and return. */
    @GuestContract(name = "demo.AllForms", version = "1.0")
    interface AllForms {

        @ContractFunction(0)
        CompletionStage<Integer> number(byte a, short b, int c, long d, float e, double f, boolean g, String h);

        @ContractFunction(1)
        byte[] bytes(byte[] a, ByteBuffer b, @Unsigned short c, @Unsigned int d, @Unsigned long e);

        @ContractFunction(2)
        @Unsigned
        long records(Gallery.Size size, Gallery.Tone tone);

        @ContractFunction(3)
        Set<Gallery.Channel> sets(Set<Gallery.Channel> plain, Set<? extends Gallery.Channel> bound);

        @ContractFunction(4)
        CompletionStage<Set<Gallery.Channel>> laterSet(Channels channels);

        @ContractFunction(5)
        Channels setInRecord();

    }

    @GuestContract(name = "demo.AllForms", version = "2.0")
    interface AllFormsAgain {

        @ContractFunction(0)
        void f();

    }

    /** What only a host can return. */
    @HostContract(name = "host.AllForms", version = "1.0")
    interface AllFormsHost {

        @ContractFunction(0)
        ByteBuffer bytes(Gallery.Size size);

        @ContractFunction(1)
        Set<? extends Gallery.Channel> sets(Set<Gallery.Channel> channels, Channels more);

    }

}
